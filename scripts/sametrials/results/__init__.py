"""Turn a finished study into results: tables, its best trial, comparisons with other studies.

In: trial records. Out: CSV files, from which figures and pages are made, and scikit-optimize's
result, an export.
"""
