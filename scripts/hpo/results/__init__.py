"""What a finished study is turned into: tables, its best trial, comparisons with other studies.

In: trial records. Out: CSV files, which figures and pages are made from, and scikit-optimize's
result, an export.
"""
