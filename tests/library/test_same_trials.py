"""The same arguments give the same trials, whoever carries them out, and when."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from problems import SPACE, loss, loss_of_a_mortal, noisy_loss, trials
from sametrials import Study, load_records, minimize, run_study

N_CALLS, SEED = 20, 4
ENTRIES = {
    "rate": {"type": "real", "low": 1e-6, "high": 1e-1, "prior": "log-uniform"},
    "layers": {"type": "integer", "low": 1, "high": 8},
    "x2": {"type": "real", "low": -2.0, "high": 3.0},
    "activation": {"type": "categorical", "categories": ["relu", "tanh", "sigmoid"]},
}


@pytest.fixture(scope="module")
def reference():
    """One search in this process, without a folder."""
    result = minimize(loss, SPACE, n_calls=N_CALLS, seed=SEED)
    assert {record.state for record in result.records} == {"complete", "failed"}
    return result


def points(records):
    return [record.hyper_parameters for record in records]


def test_three_workers_make_the_trials_of_one(reference, tmp_path):
    result = minimize(loss, SPACE, n_calls=N_CALLS, seed=SEED, workers=3, folder=tmp_path / "gp")
    assert trials(result.records) == trials(reference.records)
    assert trials(load_records(tmp_path / "gp")) == trials(reference.records)
    assert result.x == reference.x
    assert result.fun == reference.fun


def test_random_numbers_of_a_function_are_those_of_the_trial():
    one, three = (
        minimize(noisy_loss, SPACE, n_calls=12, seed=SEED, workers=workers) for workers in (1, 3)
    )
    assert trials(three.records) == trials(one.records)


def test_it_is_the_search_of_run_study(reference):
    records = run_study(
        ENTRIES,
        {"n_calls": N_CALLS, "seed": SEED},
        lambda point: loss(list(point.values())),
        objective={"metric": "result", "direction": "minimize"},
    )
    assert points(records) == points(reference.records)
    assert [each.value for each in records] == [each.value for each in reference.records]


def test_a_killed_search_goes_on_where_it_was(reference, tmp_path):
    folder = tmp_path / "gp"
    search = subprocess.Popen([sys.executable, Path(__file__).with_name("killed.py"), folder])
    while len(list(folder.glob("trials/[0-9]*.json"))) < 6:
        assert search.poll() is None
        time.sleep(0.02)
    search.send_signal(signal.SIGKILL)
    search.wait()
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("trials/[0-9]*.json")}
    assert 6 <= len(kept) < N_CALLS
    # The same function under the same name, though the search was another program.
    from problems import slow_loss

    result = minimize(slow_loss, SPACE, n_calls=N_CALLS, seed=SEED, folder=folder)
    assert trials(result.records) == trials(reference.records)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_longer_search_begins_with_the_shorter_one(reference, tmp_path):
    for n_calls, workers in ((12, 3), (N_CALLS, 1)):
        result = minimize(loss, SPACE, n_calls=n_calls, seed=SEED, workers=workers, folder=tmp_path)
        assert trials(result.records) == trials(reference.records)[:n_calls]


def test_a_worker_that_is_killed_changes_nothing(reference, tmp_path, monkeypatch):
    monkeypatch.setenv("KILLED_ONCE", str(tmp_path / "killed"))
    with pytest.warns(UserWarning, match="it is tried again"):
        result = minimize(loss_of_a_mortal, SPACE, n_calls=12, seed=SEED, workers=2)
    assert trials(result.records) == trials(reference.records)[:12]


@pytest.mark.parametrize("order", range(2))
def test_asked_and_told_in_any_order(reference, order, tmp_path):
    """And asked again by another process after each tenth result."""
    chance = random.Random(order)
    settings = {"seed": SEED, "folder": tmp_path / "gp"}
    study, out, n_told = Study(SPACE, **settings), [], 0
    while len(study.records) < N_CALLS:
        while study.may_ask and len(out) + len(study.records) < N_CALLS:
            out.append(study.ask())
        trial = out.pop(chance.randrange(len(out)))
        try:
            study.tell(trial, loss(trial.x))
        except ValueError as error:
            study.tell(trial, error=f"ValueError: {error}")
        n_told += 1
        if n_told % 10 == 0:
            study, out = Study(SPACE, **settings), []
            assert len(study.records) == n_told
    assert trials(study.records) == trials(reference.records)
    assert study.result().x_iters == reference.x_iters


def test_scikit_optimize_loads_what_it_dumps(reference, tmp_path):
    import skopt

    file = tmp_path / "result.pkl"
    skopt.dump(reference, file)
    program = f"import skopt, json; r = skopt.load({str(file)!r}); print(json.dumps([r.x, r.fun]))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [reference.x, reference.fun]
    loaded = skopt.load(file)
    assert loaded.x_iters == reference.x_iters
    assert (loaded.func_vals == reference.func_vals).all()
    assert len(loaded.models) == 1
