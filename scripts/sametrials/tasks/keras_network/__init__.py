"""The seed's task: train a Keras network.

`training/` decides the outcome of a trial and is part of a record's fingerprint; the modules beside
it describe the task, check its settings, and evaluate its best model. TensorFlow is imported here
and nowhere else.
"""
