"""A search that is to be killed: `python killed.py FOLDER`."""

import sys

from problems import SPACE, slow_loss
from sametrials import minimize

if __name__ == "__main__":
    minimize(slow_loss, SPACE, n_calls=20, seed=4, workers=3, folder=sys.argv[1])
