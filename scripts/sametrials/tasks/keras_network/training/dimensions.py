"""The hyper-parameters that are settings of the training, not arguments of `create_model`."""

TRAINING_DIMENSIONS = ("epochs", "batch_size")
"""The keys of `training` that can be searched: `create_model` does not get them."""
