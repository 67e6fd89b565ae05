"""From config.yaml to plain settings that hold together, or to one clear line for each mistake.

In: the user's mapping. Out: plain data with all defaults, and the `Study` made of it.
"""
