from dataclasses import replace

import pytest

from sametrials.common.errors import ConfigError
from sametrials.search.setup import setup_of
from sametrials.study.objective import Objective
from sametrials.trials.fingerprint import engine_versions
from simulated import LOSS, METRICS, SimulatedTask


def test_a_setup_has_what_the_task_tells_of_itself(study, begun, folder):
    setup = setup_of(study, SimulatedTask(begun))
    assert setup.study is study
    assert setup.metrics == METRICS
    assert setup.versions == {**engine_versions(), "simulation": "1.0"}
    assert setup.make_trainer().task.folder == begun
    store = setup.store(folder, print)
    assert store.files.model(3).name == "0003.model"
    assert store.settings_digest == setup.settings


def test_study_and_task_decide_the_digest_of_the_settings(study, begun):
    task = SimulatedTask(begun)
    digests = {
        setup_of(study, task).settings,
        setup_of(replace(study, n_calls=99), replace(task, folder=begun.parent)).settings,
    }
    assert len(digests) == 1
    digests.add(setup_of(replace(study, objective=LOSS), task).settings)
    digests.add(setup_of(study, replace(task, settings="others")).settings)
    assert len(digests) == 3


def test_a_search_space_that_does_not_suit_the_task_is_refused(study, begun):
    space = {**study.search_space, "colour": {"type": "categorical", "categories": ["red"]}}
    with pytest.raises(ConfigError, match="found colour"):
        setup_of(replace(study, search_space=space), SimulatedTask(begun))


def test_a_metric_that_the_task_does_not_report_is_refused_if_that_is_known(study, begun):
    study = replace(study, objective=Objective("val_auc"))
    reported = "accuracy, loss, val_accuracy, val_loss, val_mirrored"
    with pytest.raises(
        ConfigError, match=f"objective.metric: found val_auc, expected .*{reported}"
    ):
        setup_of(study, SimulatedTask(begun))
    assert setup_of(study, SimulatedTask(begun, tells_metrics=False)).metrics is None
