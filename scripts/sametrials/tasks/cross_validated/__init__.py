"""The task of a cross-validation: another task, carried out once for each fold.

`training/` decides the outcome of a trial and is part of a record's fingerprint.
"""
