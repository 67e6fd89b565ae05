"""The figures, from the tables of a study and its search space.

`catalogue` lists them all. Each is a module with two functions: one computes what is shown, one
draws it. In: tables. Out: SVG, PNG or PDF files.
"""
