"""A trial on its way and on disk: job, outcome, record, fingerprint, the folder of a study.

In: what came of a trial. Out: one JSON file for each, written once; which of them still stand; which
is the best.
"""
