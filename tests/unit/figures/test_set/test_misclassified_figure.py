import pytest
from drawn import assert_legible, small_test_set, words

from sametrials.figures.test_set.misclassified import draw_misclassified, misclassified_info


def test_the_surest_comes_first_and_of_equals_the_first():
    info = misclassified_info(small_test_set(wrong={1: 0.5, 4: 0.9, 6: 0.7, 7: 0.7}))
    assert info.images.true == ["4", "6", "7", "1"]
    assert info.images.predicted == ["5", "7", "8", "2"]
    assert info.images.probabilities == pytest.approx([0.9, 0.7, 0.7, 0.5])
    assert (info.n_wrong, info.n_images) == (4, 12)


def test_at_most_nine_are_shown():
    test_set = small_test_set(wrong={image: 0.5 + image / 100 for image in range(11)})
    info = misclassified_info(test_set)
    assert len(info.images.true) == 9
    assert "Misclassified: 11 of 12 test images, the 9 surest" in words(draw_misclassified(info))


@pytest.mark.parametrize("n_wrong", [0, 1, 4, 12])
def test_all_texts_are_legible(n_wrong):
    test_set = small_test_set(wrong=dict.fromkeys(range(n_wrong), 0.9999))
    assert_legible(draw_misclassified(misclassified_info(test_set)))


def test_without_a_mistake_it_says_so():
    info = misclassified_info(small_test_set())
    assert words(draw_misclassified(info)) == ["None of the 12 test images is misclassified."]
