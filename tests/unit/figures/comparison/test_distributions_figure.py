import pytest
from drawn import LOSS, assert_legible, assert_same_bytes, words

from compared import finished, replicates, several
from sametrials.figures.comparison.distributions import distributions_info, draw_distributions
from sametrials.figures.shared.marks import NONE_COMPLETE

STUDIES = [*replicates([0.9, 0.5], [0.7]), finished("random", [None, 0.6, 0.8])]


def test_the_trials_of_all_replicates_are_one_distribution():
    gp, random = distributions_info(STUDIES).distributions
    assert (gp.strategy, gp.n_studies, gp.values.tolist()) == ("gp", 2, [0.5, 0.7, 0.9])
    assert random.values.tolist() == [0.6, 0.8]


def test_the_key_has_the_best_median_first():
    studies = [finished("worse", [0.3]), finished("better", [0.8])]
    figure = draw_distributions(distributions_info(studies))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["better: median 80 %", "worse: median 30 %"]


def test_of_a_loss_the_lowest_median_comes_first():
    studies = [finished(name, [loss], objective=LOSS) for name, loss in (("a", 0.8), ("b", 0.3))]
    figure = draw_distributions(distributions_info(studies))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["b: median 0.3", "a: median 0.8"]
    assert "share of the trials that are not worse" in words(figure)


def test_without_a_complete_trial_it_says_so():
    figure = draw_distributions(distributions_info([finished("a", [None]), finished("b", [None])]))
    assert words(figure) == [NONE_COMPLETE]


LOSSES = {
    "tiny": [1e-5, 3e-4, 2e-5],
    "million": [1.2e6, 1.3e6, 1.25e6],
    "failed": [None, 0.5],
}


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("losses", LOSSES.values(), ids=LOSSES)
def test_all_texts_of_losses_are_legible(losses, width):
    studies = [finished(name, losses, objective=LOSS) for name in ("gp", "random")]
    assert_legible(draw_distributions(distributions_info(studies), width))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("studies", [STUDIES, several(12), [finished("a", [0.5])] * 2])
def test_all_texts_of_a_comparison_are_legible(studies, width):
    assert_legible(draw_distributions(distributions_info(studies), width))


def test_same_studies_same_bytes(tmp_path):
    found = distributions_info(STUDIES)
    assert_same_bytes(lambda: draw_distributions(found), tmp_path)
