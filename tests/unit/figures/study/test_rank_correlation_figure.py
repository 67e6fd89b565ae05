import numpy as np
import pytest
from drawn import (
    ACTIVATION,
    CONSTANT,
    EIGHT,
    KERNEL,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    NODES,
    SEED_SPACE,
    assert_legible,
    assert_same_bytes,
    random_trials,
    study_trials,
    words,
)
from scipy.stats import spearmanr

from sametrials.figures.study.rank_correlation import (
    ENOUGH_TRIALS,
    draw_rank_correlation,
    rank_correlation_info,
    spearman,
)


def by_rate(n_trials=30, space=SEED_SPACE, **options):
    """Make trials whose value rises with the learning rate."""
    made = random_trials(space, n_trials, **options)
    rates = np.array(made.column("learning_rate"), dtype=float)
    values = np.log10(rates) / 10 + 0.9
    return made._replace(values=np.where(np.isnan(made.values), np.nan, values))


def info(trials, seed=1):
    return rank_correlation_info(trials, seed)


def bars(figure):
    names = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    return dict(zip(names, [bar.get_width() for bar in figure.axes[0].patches], strict=True))


def test_it_is_spearman_s_correlation_of_each_number_with_the_objective():
    trials = random_trials(SEED_SPACE, 30)
    found = info(trials)
    assert found.names == ["learning_rate", "num_dense_layers", "num_dense_nodes"]
    for name, correlation in zip(found.names, found.correlations, strict=True):
        expected = spearmanr(trials.column(name), trials.values).statistic
        assert correlation == pytest.approx(expected)


def test_ties_share_their_mean_rank():
    one, other = np.array([1, 2, 2, 3.0]), np.array([5, 5, 1, 0.0])
    assert spearman(one, other) == pytest.approx(spearmanr(one, other).statistic)
    assert np.isnan(spearman(one, np.zeros(4)))


def test_above_zero_raising_the_hyper_parameter_makes_trials_better():
    assert info(by_rate()).correlations[0] == pytest.approx(1)
    falling = by_rate(objective=LOSS)
    assert info(falling).correlations[0] == pytest.approx(-1)
    assert info(falling._replace(values=-falling.values)).correlations[0] == pytest.approx(1)


def test_the_strongest_comes_first_with_the_line_that_bootstrap_gives():
    found = info(by_rate())
    assert np.all(found.low <= found.correlations) and np.all(found.correlations <= found.high)
    assert found.high[0] - found.low[0] < 0.01 < found.high[1] - found.low[1]
    assert next(iter(bars(draw_rank_correlation(found)))) == "learning rate"


def test_only_complete_trials_count():
    states = ["complete"] * 20 + ["pruned"] * 5 + ["failed"] * 5
    trials = by_rate(states=states)
    found = info(trials)
    trials.values[20:] = 7.0
    assert found.n_trials == 20
    np.testing.assert_array_equal(info(trials).correlations, found.correlations)


def test_categories_and_constants_are_left_out_with_a_word_on_it():
    points = [[10.0 ** -(2 + k % 4), 3, "relu"] for k in range(12)]
    space = LEARNING_RATE | LAYERS | ACTIVATION
    values = [0.5 + 0.01 * (k % 4) for k in range(12)]
    figure = draw_rank_correlation(info(study_trials(space, points, values)))
    assert list(bars(figure)) == ["learning rate"]
    said = " ".join(words(figure))
    assert "Left out: activation (categories have no order)." in said
    assert "Left out: number of dense layers (the same in all trials)." in said


def test_the_ends_say_what_they_mean_and_the_axis_which_way_is_better():
    said = words(draw_rank_correlation(info(by_rate())))
    assert {"lower is better", "higher is better"} <= set(said)
    assert "rank correlation with the validation accuracy" in said
    said = words(draw_rank_correlation(info(by_rate(objective=LOSS))))
    assert "rank correlation with a low validation loss" in said


@pytest.mark.parametrize("n_trials", [0, 1, ENOUGH_TRIALS - 1])
def test_too_few_trials_are_said_to_be_that(n_trials):
    figure = draw_rank_correlation(info(by_rate(n_trials)), 3.3)
    (said,) = words(figure)
    assert said.startswith(f"{n_trials} complete trial")
    assert "too few" in said
    assert_legible(figure)
    assert not np.isnan(info(by_rate(ENOUGH_TRIALS)).correlations).any()


def test_without_numbers_or_variance_it_says_so():
    (said,) = words(draw_rank_correlation(info(random_trials(ACTIVATION | KERNEL, 12))))
    assert said.startswith("No hyper-parameter that is a number varies")
    (said,) = words(draw_rank_correlation(info(random_trials(CONSTANT, 12))))
    assert said.startswith("No hyper-parameter that is a number varies")
    (said,) = words(draw_rank_correlation(info(random_trials(SEED_SPACE, 12, [0.9] * 12))))
    assert said.startswith("All complete trials have the same validation accuracy")


SPACES = {"one": LEARNING_RATE, "three": LEARNING_RATE | LAYERS | NODES, "eight": EIGHT}


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_all_texts_are_legible(space, width):
    assert_legible(draw_rank_correlation(info(random_trials(space, 12)), width))


def test_the_interval_depends_on_the_seed_alone():
    one, again, other = (info(random_trials(SEED_SPACE, 20), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.low, again.low)
    assert not np.array_equal(one.low, other.low)


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_rank_correlation(info(by_rate(12))), tmp_path)
