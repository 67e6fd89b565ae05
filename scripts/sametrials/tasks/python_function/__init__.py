"""The task of a user's Python function, in any framework: `trial: my_trial.py`.

`training/` decides the outcome of a trial and is part of a record's fingerprint, like the user's
file; the modules beside it read that file, describe the task and evaluate its best model.
"""
