"""Check config.yaml and fill in its defaults; describe each mistake in one line.

In: the user's mapping. Out: plain data with all defaults, and the `Study` made of it.
"""
