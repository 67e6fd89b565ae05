import pytest
from drawn import random_trials
from odd_studies import SIXTY, THOUSAND, TWENTY

from sametrials.figures.shared.choice import MOST, choose_dimensions, greatest
from sametrials.figures.shared.study_trials import MOST_CATEGORIES


def test_few_dimensions_are_all_shown_without_a_remark():
    found = choose_dimensions(random_trials(TWENTY, 20), most=20)
    assert [each.name for each in found.dimensions] == list(TWENTY)
    assert found.titled("Slices", 6.3) == "Slices"


def test_of_many_those_are_shown_that_matter_in_the_order_of_the_search_space():
    trials = random_trials(TWENTY, 60)
    values = [point["unused_17"] + 0.5 * point["unused_3"] for point in trials.points]
    found = choose_dimensions(random_trials(TWENTY, 60, values), most=2)
    assert [each.name for each in found.dimensions] == ["unused_3", "unused_17"]
    assert found.remark == "the 2 most important of 20 hyper-parameters"
    assert found == choose_dimensions(random_trials(TWENTY, 60, values), most=2)


@pytest.mark.parametrize("values", [[0.9], [0.9] * 20])
def test_where_one_cannot_tell_which_matter_the_first_are_shown(values):
    found = choose_dimensions(random_trials(SIXTY, len(values), values))
    assert [each.name for each in found.dimensions] == list(SIXTY)[:MOST]
    assert found.remark == "the first 8 of 60 hyper-parameters"


def test_of_equals_the_first_are_the_greatest():
    assert greatest([1.0, 3.0, 3.0, 2.0, 3.0], 2) == [1, 2]


def test_of_many_categories_those_with_the_best_trials_have_a_place():
    trials = random_trials(THOUSAND, 60)
    found = trials.dimension("kind")
    assert len(found.names) == MOST_CATEGORIES
    assert found.names[-1] == "961 others"
    assert trials.points[trials.best]["kind"] in found.categories
    others = [each for each in trials.column("kind") if each not in found.categories]
    assert set(found.places(others)) == {MOST_CATEGORIES - 1}
