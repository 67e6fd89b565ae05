"""Carry out the trials of a study: in worker processes, as jobs, or as calls of a function.

In: a study, a task, and existing records. Out: all records, the best model, and the progress that
the user sees.
"""
