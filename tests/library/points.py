"""Print the trials of some searches, which must be the same on every Python."""

import json

from problems import SPACE, loss, trials
from sametrials import minimize

if __name__ == "__main__":
    for settings in ({"n_calls": 22}, {"n_calls": 14, "optimizer": "forest", "window": 2}):
        print(json.dumps(trials(minimize(loss, SPACE, seed=4, **settings).records)))
