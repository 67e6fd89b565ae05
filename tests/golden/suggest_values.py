"""Values of `suggest`: designs, surrogates, acquisition, suggestions, thresholds, the window."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from sametrials.study.objective import Objective
from sametrials.suggest import designs
from sametrials.suggest.acquisition import FUNCTIONS, acquisition
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.pruning import Thresholds
from sametrials.suggest.subset import seen
from sametrials.suggest.suggestion import LIES, costs, standard_scores, suggest
from sametrials.suggest.surrogate import (
    MODELS,
    fit_surrogate,
    gaussian_process,
)
from sametrials.suggest.window import Search
from small_studies import MANY_SORTS, SPACE, sample_points, sample_records, small_study

N_RECORDS = (5, 20, 100)

SURROGATES = {
    "gp": {"optimizer": "gp"},
    "forest": {"optimizer": "forest"},
    "random-forest": {"optimizer": "forest", "forest": "RF"},
    "gbrt": {"optimizer": "gbrt"},
}


def _suggestion(n_finished: int, n_pending: int = 0, **settings: Any) -> dict[str, Any]:
    metric = settings.get("objective", Objective()).metric
    study = small_study(window=n_pending + 1, **settings)
    records = sample_records(n_finished + n_pending, metric=metric)
    pending = [record.hyper_parameters for record in records[n_finished:]]
    return suggest(study, len(records), records[:n_finished], pending)


def _first_points(number: int, **settings: Any) -> list[dict[str, Any]]:
    """Suggest the first trials of a study one after another, which see no results."""
    study = small_study(window=number, **settings)
    points: list[dict[str, Any]] = []
    for trial in range(number):
        points.append(suggest(study, trial, [], points))
    return points


def _known(number: int) -> tuple[Any, np.ndarray, np.ndarray]:
    """Return the encoding of the space, and encoded points with the scores of their values."""
    encoding = Encoding(SPACE)
    records = sample_records(number)
    values = costs(Objective(), [record.value for record in records])
    points = encoding.encode([record.hyper_parameters for record in records])
    return encoding, points, standard_scores(values)


def _prediction(kind: str) -> list[np.ndarray]:
    encoding, points, values = _known(30)
    model = fit_surrogate(kind, encoding.dimension_of_column, points, values, seed=3)
    return list(model.predict(encoding.encode(sample_points(20, seed=8)), return_std=True))


def _kernel(number: int) -> list[Any]:
    encoding, points, values = _known(number)
    model = gaussian_process(points, values, encoding.dimension_of_column)
    return [model.kernel.length_scale, float(model.alpha)]


def _acquisition(name: str) -> np.ndarray:
    mean = np.concatenate([np.linspace(-3, 3, 25), [-1e4, 1e4, 0.0]])
    deviation = np.append(np.geomspace(1e-3, 2, 27), 0.0)
    return acquisition(name, mean, deviation, best=-0.5, xi=0.01, kappa=1.96)


def _seen() -> np.ndarray:
    rng = np.random.default_rng(5)
    return seen(rng.random((1100, 6)).round(3), rng.random(1100).round(3))


def _thresholds(n_records: int, **settings: Any) -> list[list[float]]:
    study = small_study(pruning="median", **settings)
    limits = Thresholds(study)
    listed = []
    for record in sample_records(n_records, metric=study.objective.metric):
        limits.add(record)
        listed.append(limits.values())
    return listed


def _window() -> list[Any]:
    """Finish trials out of order, and note what may start and what it sees."""
    study = small_study(window=3, n_calls=9, n_initial_points=4, pruning="median", target=0.79)
    records = sample_records(9)
    search, noted = Search(study), []
    for arrived in (1, 0, 2, 4, 3, 5, 7, 6, 8):
        while (trial := search.next_trial()) is not None and trial < len(records):
            search.start(trial, records[trial].hyper_parameters)
            sees = [record.trial for record in search.finished_before(trial)]
            noted.append([trial, sees, search.thresholds(trial)])
        if search.done:
            break
        search.finish(records[arrived])
        noted.append([search.n_trials, search.done, [each.trial for each in search.best(3)]])
    return noted


def _stalled(optimizer: str) -> list[int]:
    """Return how many trials a search makes that is patient for 1, 2, ... of them."""
    numbers = []
    for patience in range(1, 6):
        stop_after = {"no_improvement": patience}
        search = Search(small_study(optimizer=optimizer, window=3, stop_after=stop_after))
        for record in sample_records(30, seed=2):
            search.finish(record)
        numbers.append(search.n_trials)
    return numbers


CASES: dict[str, Callable[[], Any]] = {
    **{
        f"design-{name}": partial(designs.unit_design, name, 20, 4, seed=11)
        for name in designs.DESIGNS
    },
    **{
        f"first-points-{name}": partial(_first_points, 5, initial_point_generator=name)
        for name in designs.DESIGNS
    },
    "first-points-default": partial(
        _first_points, 5, default_parameters=sample_points(1)[0], search_space=SPACE
    ),
    "first-points-enqueue": partial(
        _first_points,
        5,
        default_parameters=sample_points(1)[0],
        enqueue=[sample_points(2)[1], {"kind": "elu", "layers": 6}],
    ),
    "random-enqueue": partial(
        _first_points, 3, optimizer="random", enqueue=[{"share": 0.5}, sample_points(1)[0]]
    ),
    "first-points-many-sorts": partial(_first_points, 5, search_space=MANY_SORTS),
    "random": partial(_first_points, 12, optimizer="random"),
    "grid": partial(_first_points, 12, optimizer="grid"),
    "grid-default": partial(
        _first_points, 6, optimizer="grid", default_parameters=sample_points(1)[0]
    ),
    "grid-cells": lambda: designs.grid_cells((3, 4, 3, 3), 108, seed=2),
    "manual": partial(_first_points, 4, optimizer="manual", points=sample_points(4)),
    "random-of-few": partial(
        _first_points, 8, optimizer="random", search_space={"kind": SPACE["kind"]}
    ),
    **{
        f"{optimizer}-at-{number}": partial(_suggestion, number, optimizer=optimizer)
        for optimizer in ("random", "grid")
        for number in N_RECORDS
    },
    **{
        f"{name}-{acq_func}-at-{number}": partial(
            _suggestion, number, acq_func=acq_func, **SURROGATES[name]
        )
        for name, acq_func, number in [
            *product(["gp"], FUNCTIONS, N_RECORDS),
            *product(["forest", "gbrt"], ["EI"], N_RECORDS),
            *[("random-forest", "EI", 20), ("gbrt", "LCB", 20)],
        ]
    },
    **{
        f"gp-lie-{lie}-at-{number}": partial(_suggestion, number, 4, lie=lie)
        for lie in ("predicted", *LIES)
        for number in (5, 20)
    },
    "gp-pending-at-100": partial(_suggestion, 100, 4),
    "forest-pending-at-20": partial(_suggestion, 20, 4, optimizer="forest"),
    "gp-loss-at-20": partial(_suggestion, 20, objective=Objective("val_loss", "minimize")),
    "gp-seed-at-20": partial(_suggestion, 20, seed=2),
    **{f"prediction-{kind}": partial(_prediction, kind) for kind in MODELS},
    **{f"kernel-at-{number}": partial(_kernel, number) for number in (5, 50, 250)},
    **{f"acquisition-{name}": partial(_acquisition, name) for name in FUNCTIONS},
    "transformed": lambda: Encoding(SPACE).encode(sample_points(20)),
    "columns": lambda: Encoding(MANY_SORTS).dimension_of_column,
    "costs": lambda: costs(Objective(), [0.5, None, 0.25, 0.75, None]),
    "costs-of-failures": lambda: costs(Objective(), [None, None]),
    "scores": lambda: standard_scores([-0.1, -0.95, -0.988, -0.99]),
    "scores-of-equals": lambda: standard_scores([0.5, 0.5, 0.5]),
    "seen-of-1100": _seen,
    "thresholds-last": partial(_thresholds, 8),
    "thresholds-best": partial(_thresholds, 12, objective=Objective(epoch="best")),
    "thresholds-loss": partial(_thresholds, 8, objective=Objective("val_loss", "minimize")),
    "window": _window,
    **{f"stalled-{optimizer}": partial(_stalled, optimizer) for optimizer in ("gp", "random")},
}
