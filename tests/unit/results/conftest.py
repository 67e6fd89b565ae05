"""What the tests of several results need."""

from dataclasses import replace

import pytest

from sametrials.search.of_a_function import run_study
from sametrials.study.settings import Study
from sametrials.trials.record import TrialRecord
from simulated import ACCURACY, LOSS, accuracy


def run_to_records(study: Study, function, objective) -> list[TrialRecord]:
    ran = run_study(
        study.search_space,
        {"n_calls": 6, "n_initial_points": 4, "window": 3, "seed": 1},
        function,
        study.default_parameters,
        objective.identity(),
    )
    return [
        replace(record, worker=0, fingerprint={"settings": "s", "history": str(record.trial)})
        for record in ran
    ]


@pytest.fixture
def records(study) -> list[TrialRecord]:
    return run_to_records(study, accuracy, ACCURACY)


@pytest.fixture
def loss_records(study) -> list[TrialRecord]:
    """Records of the same trials, of which a loss was minimised."""
    return run_to_records(study, lambda point: 4 - accuracy(point), LOSS)
