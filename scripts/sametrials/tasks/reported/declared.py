"""What the tasks name that have their metrics from code of the user's."""

from sametrials.trials.deciding_code import Part

REPORTED = Part("tasks/reported", version=1)
"""All code in this folder decides the outcome of a trial."""
