import pytest
from drawn import LOSS, assert_legible, assert_same_bytes, words

from compared import finished, replicates, several
from sametrials.figures.comparison.regret import draw_regret, regret_info

LONG = "a_very_long_name-of_a_study-that_says_all_there_is_to_say_of_it"
CASES = {
    "two": [finished("gp"), finished("random", [0.4, 0.95])],
    "one trial": [finished("gp", [0.7]), finished("random", [0.6])],
    "twelve": several(12),
    "replicates": [*replicates([0.7, 0.8, 0.9], [0.6, 0.7, 0.99]), finished("grid", [0.5] * 9)],
    "no regret": [finished("a", [0.9] * 3), finished("b", [0.9])],
    "long names": [finished(f"{LONG}_{i}", [0.5, 0.6 + i / 10]) for i in range(3)],
    "failed and pruned": [
        finished("a", [None, 0.9, 0.7], states=["failed", "pruned", "complete"]),
        finished("b", [0.5, None, None]),
    ],
}


def test_the_regret_is_what_the_best_so_far_misses_to_the_best_of_all():
    info = regret_info([finished("gp", [0.5, 0.9, 0.8]), finished("random", [0.7, 0.6, 0.85])])
    assert (info.best, info.study) == (0.9, "gp")
    gp, random = info.curves
    assert list(gp.x) == [1, 2, 3]
    assert gp.median == pytest.approx([0.4, 0, 0])
    assert random.median == pytest.approx([0.2, 0.2, 0.05])


def test_replicates_are_a_median_and_the_range_around_it():
    studies = replicates([0.5, 0.9], [0.6, 0.6], [0.7, 0.8])
    (curve,) = regret_info(studies).curves
    assert (curve.strategy, curve.n_studies) == ("gp", 3)
    assert curve.median == pytest.approx([0.3, 0.1])
    assert curve.low == pytest.approx([0.2, 0])
    assert curve.high == pytest.approx([0.4, 0.3])


def test_less_regret_is_lower_and_none_has_a_tick_of_its_own():
    figure = draw_regret(regret_info(CASES["two"]))
    (axes,) = figure.axes
    assert axes.get_yscale() == "log"
    assert axes.get_ylim()[0] < axes.get_ylim()[1]
    assert {"0", "5 points"} <= set(words(figure))
    best = axes.get_lines()[1]  # of random, which found the best
    assert axes.get_ylim()[0] < best.get_ydata()[-1] < 0.02


def test_the_key_has_the_least_regret_first():
    figure = draw_regret(regret_info(CASES["replicates"]))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["gp (median of 2 seeds): 4.5 points", "grid: 49 points"]


def test_the_regret_of_a_loss_is_what_it_lies_above_the_lowest():
    studies = [finished("gp", [0.5, 0.2], objective=LOSS), finished("b", [0.3], objective=LOSS)]
    info = regret_info(studies)
    assert (info.best, info.study) == (0.2, "gp")
    gp, other = info.curves
    assert gp.median == pytest.approx([0.3, 0])
    assert other.median == pytest.approx([0.1])
    found = words(draw_regret(info))
    assert {"validation loss above the best of all, 0.2", "0", "b: 0.1"} <= set(found)


LOSSES = {
    "tiny": [[2e-4, 1e-5], [3e-5, 2.5e-5]],
    "million": [[1.3e6, 1.2e6], [1.25e6, 1.2e6 + 1]],
    "equal": [[0.5], [0.5]],
    "zero": [[0.5, 0.0], [0.1]],
}


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("losses", LOSSES.values(), ids=LOSSES)
def test_all_texts_of_losses_are_legible(losses, width):
    studies = [
        finished(name, each, objective=LOSS) for name, each in zip("ab", losses, strict=True)
    ]
    assert_legible(draw_regret(regret_info(studies), width))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("case", CASES)
def test_all_texts_are_legible(case, width):
    assert_legible(draw_regret(regret_info(CASES[case]), width))


def test_same_input_same_bytes(tmp_path):
    info = regret_info(CASES["replicates"])
    assert_same_bytes(lambda: draw_regret(info), tmp_path)
