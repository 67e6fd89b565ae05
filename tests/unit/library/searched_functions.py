"""Functions to be searched in worker processes."""

import os

from sametrials import Integer, Real

SPACE = [Real(0.0, 1.0), Integer(1, 5, name="n")]
SHORT = {"n_calls": 9, "n_initial_points": 4, "seed": 1, "window": 3}


def distance(x):
    return (x[0] - 0.3) ** 2 + 0.1 * x[1]


def of_a_dictionary(point):
    return (point["x"] - 0.3) ** 2


def fails_at_five(x):
    if x[1] == 5:
        raise FileNotFoundError("there is no file for five")
    return distance(x)


def ends_the_process(x):
    if x[1] == 5:
        os._exit(7)
    return distance(x)


def points(records):
    return [record.hyper_parameters for record in records]


def table(records):
    return [(each.hyper_parameters, each.state, each.value, each.error) for each in records]
