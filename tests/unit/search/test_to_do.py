import pytest

from sametrials.search.to_do import to_do

SETTINGS = {"n_calls": 3, "target": None, "stop_after": None, "max_hours": None}


@pytest.mark.parametrize(
    ("there", "change", "said"),
    [
        ([], {}, "gp, 3 trials to run"),
        ([], {"target": 0.9}, "gp, at most 3 trials to run"),
        ([], {"stop_after": {"no_improvement": 1}}, "gp, at most 3 trials to run"),
        ([], {"max_hours": 1}, "gp, at most 3 trials to run"),
        ([1], {}, "gp, 2 of 3 trials to run (1 record is there)"),
        ([0, 2], {}, "gp, 1 of 3 trials to run (2 records are there)"),
        ([0, 1, 2], {"target": 0.9}, "gp, all 3 records are there"),
        ([0, 1, 2, 3, 4], {"n_calls": 4}, "gp, all 4 records are there"),
    ],
)
def test_the_trials_without_a_record_are_counted(tmp_path, there, change, said):
    (tmp_path / "gp" / "trials").mkdir(parents=True)
    for trial in there:
        (tmp_path / "gp" / "trials" / f"{trial:04d}.json").touch()
    assert to_do({"gp": SETTINGS | change}, tmp_path) == said


def test_each_study_is_named(tmp_path):
    studies = {"gp-1": SETTINGS, "gp-2": SETTINGS}
    assert to_do(studies, tmp_path) == "gp-1, 3 trials to run; gp-2, 3 trials to run"
