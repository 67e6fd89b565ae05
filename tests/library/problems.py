"""Functions to be searched: in a file of their own, where worker processes find them."""

import math
import os
import random
import signal
import time
from pathlib import Path

import numpy as np

from sametrials import Categorical, Integer, Real

SPACE = [
    Real(1e-6, 1e-1, prior="log-uniform", name="rate"),
    Integer(1, 8, name="layers"),
    Real(-2.0, 3.0),
    Categorical(["relu", "tanh", "sigmoid"], name="activation"),
]


def loss(x):
    rate, layers, place, activation = x
    if layers == 8:
        raise ValueError("too many layers")
    bend = {"relu": 0.0, "tanh": 0.2, "sigmoid": 0.7}[activation]
    wave = math.cos(3 * place) * place
    return (math.log10(rate) + 3) ** 2 / 9 + abs(layers - 3) / 5 + wave + bend


def slow_loss(x):
    time.sleep(0.05)
    return loss(x)


def noisy_loss(x):
    return loss(x) + 0.1 * random.random() + 0.1 * np.random.random()


def loss_of_a_mortal(x):
    """Die with the process at the first call of all: the machine has killed it."""
    killed = Path(os.environ["KILLED_ONCE"])
    if not killed.exists():
        killed.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return loss(x)


def trials(records):
    """What must be the same in every run."""
    return [
        (each.trial, each.state, dict(each.hyper_parameters), each.value, each.seed, each.error)
        for each in records
    ]
