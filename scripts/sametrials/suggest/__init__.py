"""What to try next: a pure function of the study and of the records that it may see.

In: a `Study` and trial records. Out: hyper-parameters, and when a training is pruned. All that
stands here decides which trials there are, and is part of a record's fingerprint.
"""
