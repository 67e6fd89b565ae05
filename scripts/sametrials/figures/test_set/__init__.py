"""The figures of the best model on the test examples."""
