"""A trial on its way and on disk: job, outcome, record, fingerprint, the folder of a study.

In: the outcome of each trial. Out: one JSON file per trial, written once; which of them are still
valid; and which trial is the best.
"""
