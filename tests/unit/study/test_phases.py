import pytest

from sametrials.study import phases

SETTINGS = {"optimizer": "gp", "n_initial_points": 4, "window": 3, "confirm": 0}
SURROGATES, OTHERS = ("gp", "forest", "gbrt"), ("random", "grid", "manual")


def test_a_trial_sees_those_that_have_left_the_window():
    assert [phases.n_visible(1, trial) for trial in range(4)] == [0, 1, 2, 3]
    assert [phases.n_visible(3, trial) for trial in range(6)] == [0, 0, 0, 1, 2, 3]
    assert phases.n_visible(9, 4) == 0


def test_the_first_trials_of_a_search_with_a_surrogate_are_its_initial_design():
    for optimizer in SURROGATES:
        settings = {**SETTINGS, "optimizer": optimizer}
        assert [phases.in_initial_design(settings, trial) for trial in (0, 3, 4)] == [1, 1, 0]
    for optimizer in OTHERS:
        settings = {**SETTINGS, "optimizer": optimizer}
        assert not any(phases.in_initial_design(settings, trial) for trial in range(9))


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, 4),
        ({"n_initial_points": 1}, 3),  # before trial 3 none has left the window
        ({"window": 1, "n_initial_points": 1}, 1),
        ({"window": 7}, 7),
        ({"n_initial_points": 9}, 9),
    ],
)
def test_a_trial_learns_after_the_design_once_there_is_one_to_learn_from(changes, first):
    learns = [phases.learns_from_trials({**SETTINGS, **changes}, trial) for trial in range(12)]
    assert learns == [False] * first + [True] * (12 - first)


@pytest.mark.parametrize("optimizer", OTHERS)
def test_a_trial_of_an_optimizer_without_a_surrogate_learns_from_none(optimizer):
    settings = {**SETTINGS, "optimizer": optimizer}
    assert not phases.has_surrogate(settings)
    assert not any(phases.learns_from_trials(settings, trial) for trial in range(12))


def test_as_many_processes_have_work_as_trials_are_out_or_are_confirmed():
    assert phases.most_processes({**SETTINGS, "window": 5}) == 5
    assert phases.most_processes({**SETTINGS, "confirm": 1}) == 3
    assert phases.most_processes({**SETTINGS, "confirm": 4}) == 4 * phases.NEW_SEEDS


def test_what_comes_after_a_trial_is_left_out_of_the_settings_it_depends_on():
    listed = [{"x": number} for number in range(6)]
    settings = {**SETTINGS, "n_calls": 6, "points": listed, "max_hours": 2.0, "confirm": 3}
    longer = {**settings, "n_calls": 9, "points": listed * 2, "max_hours": None, "confirm": 0}
    for trial in range(6):
        ended = phases.up_to(settings, trial)
        assert ended == phases.up_to(longer, trial)
        assert ended["points"] == listed[: trial + 1]
        assert (ended["confirm"], ended["max_hours"]) == (0, None)
        assert {name: ended[name] for name in ("optimizer", "window")} == {
            name: settings[name] for name in ("optimizer", "window")
        }


def test_settings_up_to_a_trial_are_those_of_a_search_that_may_be_made():
    """A search has at least as many trials as its initial design, which is made as a whole."""
    settings = {**SETTINGS, "n_calls": 9, "points": [], "max_hours": None}
    assert [phases.up_to(settings, trial)["n_calls"] for trial in range(6)] == [4, 4, 4, 4, 5, 6]
    settings["optimizer"] = "random"
    assert [phases.up_to(settings, trial)["n_calls"] for trial in range(3)] == [1, 2, 3]


def test_the_settings_that_are_given_stay_as_they_are():
    settings = {**SETTINGS, "n_calls": 6, "points": [{"x": 1}, {"x": 2}], "max_hours": 1.0}
    before = {**settings, "points": list(settings["points"])}
    phases.up_to(settings, 0)
    assert settings == before
