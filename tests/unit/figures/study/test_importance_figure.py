import re
from functools import cache

import numpy as np
import pytest
from drawn import (
    ACCURACY,
    ACTIVATION,
    CONSTANT,
    EIGHT,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    SEED_SPACE,
    assert_legible,
    assert_same_bytes,
    random_trials,
    words,
)

from sametrials.figures.study.importance import ENOUGH_TRIALS, draw_importance, importance_info

SPACE = LEARNING_RATE | CONSTANT | LAYERS | ACTIVATION


SPACES = {"constant": SPACE, "one": LAYERS, "four": SEED_SPACE, "eight": EIGHT}


@cache
def info_of(n_trials=30, space="constant"):
    return importance_info(trials(n_trials, SPACES[space]), seed=1)


def trials(n_trials=30, space=SPACE, states=None, objective=ACCURACY):
    """Make trials of which the number of layers decides."""
    made = random_trials(space, n_trials, states=states, objective=objective)
    layers = np.array(made.column("num_dense_layers"), dtype=float)
    return made._replace(values=np.where(np.isnan(made.values), np.nan, 0.5 + 0.09 * layers))


def bars(figure):
    names = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    return dict(zip(names, [bar.get_width() for bar in figure.axes[0].patches], strict=True))


def test_the_greatest_share_comes_first_and_the_interactions_last():
    found = bars(draw_importance(info_of()))
    assert next(iter(found)) == "number of dense layers"
    assert list(found)[-1] == "interactions of these"
    assert set(found) == {
        *("learning rate", "number of dense layers", "activation", "interactions of these")
    }
    assert found["number of dense layers"] > 0.8
    assert sum(found.values()) == pytest.approx(1)


def test_only_complete_trials_count():
    states = ["complete"] * 20 + ["pruned"] * 5 + ["failed"] * 5
    made = trials(states=states)
    info = importance_info(made, seed=1)
    assert info.n_trials == 20
    made.values[20:] = 0.01
    again = importance_info(made, seed=1)
    np.testing.assert_array_equal(again.shares.mean, info.shares.mean)


def test_the_note_says_from_how_many_trials_and_how_far_it_can_be_trusted():
    said = " ".join(words(draw_importance(info_of())))
    assert "30 complete trials" in said
    assert re.search(r"explain 9\d % of the variance of trials that they were not fitted to", said)
    noise = random_trials(SEED_SPACE, 20, np.random.default_rng(5).random(20))
    said = " ".join(words(draw_importance(importance_info(noise, seed=1))))
    assert "explain nothing" in said and "these shares tell nothing" in said


@pytest.mark.parametrize("n_trials", [1, ENOUGH_TRIALS - 1])
def test_too_few_trials_are_said_to_be_that(n_trials):
    figure = draw_importance(importance_info(trials(n_trials), seed=1), 3.3)
    (said,) = words(figure)
    assert said.startswith(f"{n_trials} complete trial")
    assert "too few" in said
    assert_legible(figure)
    assert importance_info(trials(ENOUGH_TRIALS), seed=1).shares is not None


def test_without_variance_or_choice_it_says_so():
    same = random_trials(SPACE, 30, [0.9] * 30)
    (said,) = words(draw_importance(importance_info(same, seed=1)))
    assert said.startswith("All complete trials have the same validation accuracy")
    alone = random_trials(CONSTANT, 12)
    (said,) = words(draw_importance(importance_info(alone, seed=1)))
    assert said.startswith("No dimension")


def test_one_dimension_has_no_interactions():
    found = bars(draw_importance(info_of(12, "one")))
    assert found == {"number of dense layers": pytest.approx(1)}


def test_it_is_of_the_objective_and_whichever_way_is_better_changes_no_share():
    info = importance_info(trials(objective=LOSS), seed=1)
    np.testing.assert_array_equal(info.shares.mean, info_of().shares.mean)
    assert "share of the variance of the validation loss" in words(draw_importance(info))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("space", SPACES)
def test_all_texts_are_legible(space, width):
    assert_legible(draw_importance(info_of(12, space), width))


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_importance(importance_info(trials(12), seed=1)), tmp_path)
