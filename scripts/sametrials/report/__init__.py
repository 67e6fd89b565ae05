"""What the report says of a study: what was found, how certain it is, where it comes from.

In: tables, records, configuration. Out: HTML pages, and a description of all files (RO-Crate).
"""
