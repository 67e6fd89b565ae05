"""The trials of a study carried out: in worker processes, as jobs, or as calls of a function.

In: a study, a task, and whatever records there are. Out: all records, the best model, and what the
user sees meanwhile.
"""
