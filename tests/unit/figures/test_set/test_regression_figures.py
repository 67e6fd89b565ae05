"""The figures of a regression: predicted and true, residuals, their distribution."""

import numpy as np
import pytest
from drawn import assert_legible, assert_same_bytes, predicted_values, words

from sametrials.common.errors import DataError
from sametrials.figures.shared.style import save_figure
from sametrials.figures.test_set.error_distribution import (
    draw_error_distribution,
    error_distribution_info,
)
from sametrials.figures.test_set.panels import NOTHING
from sametrials.figures.test_set.predicted_true import draw_predicted_true, predicted_true_info
from sametrials.figures.test_set.predicted_values import PredictedValues, load_values
from sametrials.figures.test_set.residuals import draw_residuals, residuals_info

FIGURES = {
    "predicted_true": (predicted_true_info, draw_predicted_true),
    "residuals": (residuals_info, draw_residuals),
    "error_distribution": (error_distribution_info, draw_error_distribution),
}
LONG = [f"the output {number} of a rather long name" for number in range(9)]
CASES = {
    "one example": predicted_values(1),
    "few": predicted_values(5),
    "usual": predicted_values(),
    "very many": predicted_values(20_000),
    "two outputs": predicted_values(80, 2, ["width", "height"]),
    "nine outputs": predicted_values(80, 9, LONG),
    "many of many outputs": predicted_values(2_000, 9, LONG),
    "tiny": predicted_values(scale=1e-7, centre=0.0),
    "huge": predicted_values(scale=3e8, centre=-1e9),
    "far from 0": predicted_values(scale=1e-3, centre=1e4),
    "all alike": PredictedValues(np.full((9, 1), 3.5), np.full((9, 1), 3.5), [""]),
}
every_figure = pytest.mark.parametrize("name", FIGURES)


def drawn(name, values, width=6.3):
    compute, draw = FIGURES[name]
    return draw(compute(values), width)


@every_figure
@pytest.mark.parametrize("width", [3.3, 6.3, 12])
@pytest.mark.parametrize("case", CASES)
def test_all_texts_are_legible(name, case, width, tmp_path):
    figure = drawn(name, CASES[case], width)
    assert_legible(figure)
    assert not {"nan", "inf"} & {word for text in words(figure) for word in text.split()}


@every_figure
def test_very_many_examples_make_a_small_file(name, tmp_path):
    figure = drawn(name, CASES["very many"])
    save_figure(figure, [tmp_path / "figure.svg"], dpi=100)
    assert (tmp_path / "figure.svg").stat().st_size < 300_000
    assert any("20,000 test examples" in text for text in words(figure))
    assert not any("$" in text for text in words(figure))


@every_figure
def test_of_many_outputs_the_first_six_are_shown_by_name(name):
    found = words(drawn(name, predicted_values(20, 9, list("abcdefghi"))))
    assert list("abcdef") == [text for text in found if text in "abcdefghi"]
    assert any("the first 6 of 9 outputs" in text for text in found)


@every_figure
def test_without_an_example_it_says_so(name):
    assert words(drawn(name, predicted_values(0))) == [NOTHING]


@every_figure
def test_same_input_same_bytes(name, tmp_path):
    assert_same_bytes(lambda: drawn(name, CASES["two outputs"]), tmp_path)


def test_r_squared_is_written():
    targets = np.array([[0.0], [1.0], [2.0], [3.0]])
    predicted = np.array([[0.5], [0.5], [2.5], [2.5]])
    values = PredictedValues(targets, predicted, [""])
    info = predicted_true_info(values)
    assert info.r2 == [0.8]
    assert "R² 0.800" in words(draw_predicted_true(info))
    assert np.isnan(predicted_true_info(CASES["all alike"]).r2[0])


def test_how_large_half_of_the_errors_are_is_written_whichever_their_sign():
    errors = np.array([[-4.0], [3.0], [-2.0], [1.0], [0.0]])
    info = error_distribution_info(PredictedValues(np.zeros((5, 1)), errors, [""]))
    assert info.quantiles == [(2.0, pytest.approx(3.6))]
    said = " ".join(words(draw_error_distribution(info)))
    assert "50 % within ± 2.0 90 % within ± 3.6" in said


def test_a_residual_is_above_0_where_too_little_is_predicted():
    values = PredictedValues(np.full((5, 1), 3.0), np.full((5, 1), 1.0), [""])
    [axes] = draw_residuals(residuals_info(values)).axes
    assert max(line.get_ydata()[0] for line in axes.lines) == 2.0
    [distribution] = draw_error_distribution(error_distribution_info(values)).axes
    [bar] = [each for each in distribution.patches if each.get_height()]
    assert bar.get_x() <= 2.0 <= bar.get_x() + bar.get_width()
    label = "residual: true - predicted"
    assert axes.get_ylabel() == label
    assert distribution.get_xlabel().splitlines()[0] == label


def test_the_predictions_are_read_without_what_is_no_number(tmp_path):
    path = tmp_path / "predictions.npz"
    targets = np.array([[1, 2], [3, 4]], np.float32)
    predicted = np.array([[1, np.inf], [3, 5]], np.float32)
    np.savez(path, targets=targets, predicted=predicted, names=np.array(["a", "b"]))
    found = load_values(path)
    assert found.targets.tolist() == [[3, 4]]
    assert found.predicted.tolist() == [[3, 5]]
    assert found.names == ["a", "b"]
    np.savez(path, targets=targets, predicted=targets)
    assert load_values(path).names == ["", ""]


def test_predictions_of_classes_are_refused(tmp_path):
    np.savez(tmp_path / "p.npz", labels=np.zeros(2), probabilities=np.zeros((2, 3)))
    with pytest.raises(
        DataError, match=r"p\.npz: found no targets, expected those of a regression"
    ):
        load_values(tmp_path / "p.npz")
