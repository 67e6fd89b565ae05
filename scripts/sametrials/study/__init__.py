"""What is searched, and for what: search space, objective, settings, optimizers, phases.

In: plain data, checked before. Out: a `Study`, the seeds of its trials, and how two values of the
objective compare. All that stands here decides which trials there are, and is part of a record's
fingerprint.
"""
