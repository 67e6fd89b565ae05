"""What a process for Keras has imported before it runs a program."""

from sametrials.tasks.keras_network import evaluation, rehearsal  # noqa: F401
