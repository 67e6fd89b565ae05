"""What follows from a metric's name, and how its values are written."""

import pytest

from sametrials.study.objective import (
    KNOWN_METRICS,
    MAXIMIZE,
    MINIMIZE,
    Objective,
    column_of,
    meaning_of,
)

LOSS = Objective("val_loss", "minimize")


@pytest.mark.parametrize(
    "metric",
    [
        *("val_loss", "loss", "val_mse", "val_rmse", "val_mean_absolute_error", "poisson_loss"),
        *("val_binary_crossentropy", "mean_poisson_deviance", "MAE", "val_loss_2"),
    ],
)
def test_a_loss_or_an_error_is_minimised_by_its_name(metric):
    assert meaning_of(metric).direction == MINIMIZE


@pytest.mark.parametrize(
    "metric",
    [
        *("val_accuracy", "accuracy", "val_auc", "val_auc_1", "val_f1_score", "val_recall"),
        *("precision", "val_sparse_top_k_categorical_accuracy", "val_r2_score"),
    ],
)
def test_a_score_is_maximised_by_its_name(metric):
    assert meaning_of(metric).direction == MAXIMIZE


@pytest.mark.parametrize(
    "metric", ["result", "val_kappa", "val_my_metric", "lossy", "error_free", "val_", "auc_of_mine"]
)
def test_a_name_that_tells_nothing_has_no_meaning(metric):
    assert meaning_of(metric) is None
    objective = Objective(metric, "minimize")
    assert objective.range is None
    assert not objective.counts
    assert objective.worst_possible is None


def test_only_accuracies_count_items_and_only_shares_have_a_range():
    for metric, meaning in KNOWN_METRICS.items():
        objective = Objective(f"val_{metric}", meaning.direction)
        assert objective.counts == metric.endswith("accuracy"), metric
        has_no_range = metric in ("r2_score", "loss")
        assert objective.range == (None if has_no_range else (0.0, 1.0)), metric
        assert objective.is_share != has_no_range, metric


def test_the_default_is_the_validation_accuracy_of_the_last_epoch_maximised():
    assert Objective() == Objective("val_accuracy", "maximize", "last")
    assert Objective(**{"metric": "val_loss", "direction": "minimize"}) == LOSS


def test_each_part_of_an_objective_belongs_to_its_identity():
    assert Objective().identity() == {
        "metric": "val_accuracy",
        "direction": "maximize",
        "epoch": "last",
    }


def test_the_column_is_the_metric_s_own_name_and_accuracy_by_default():
    assert column_of("val_accuracy") == Objective().column == "accuracy"
    for metric in ("val_loss", "val_f1_score", "result", "val_binary_accuracy"):
        assert column_of(metric) == Objective(metric).column == metric


@pytest.mark.parametrize(
    ("metric", "label", "test_metric"),
    [
        ("val_accuracy", "validation accuracy", "accuracy"),
        ("val_loss", "validation loss", "loss"),
        ("loss", "loss", "loss"),
        ("val_f1_score", "validation F1 score", "f1_score"),
        ("val_auc", "validation AUC", "auc"),
        ("val_mean_absolute_error", "validation mean absolute error", "mean_absolute_error"),
        ("rmse", "RMSE", "rmse"),
        ("r2_score", "R² score", "r2_score"),
        ("_odd__name_", "odd name", "_odd__name_"),
    ],
)
def test_the_label_says_in_words_what_is_measured_and_on_what(metric, label, test_metric):
    assert Objective(metric).label == label
    assert Objective(metric).test_metric == test_metric


def test_better_is_higher_or_lower_by_the_direction_alone():
    assert Objective().better == "higher"
    assert LOSS.better == "lower"
    assert Objective("val_accuracy", "minimize").better == "lower"


@pytest.mark.parametrize(
    ("value", "text", "short"),
    [
        (1e-5, "1e-05", "1e-05"),
        (1.23456789e-5, "1.235e-05", "1.23457e-05"),
        (0.031, "0.031", "0.031"),
        (-12.345678, "-12.35", "-12.3457"),
        (1e6, "1e+06", "1e+06"),
        (1234567.0, "1.235e+06", "1.23457e+06"),
        (999.9, "999.9", "999.9"),
    ],
)
def test_a_value_of_any_size_is_written_with_as_many_digits_as_can_be_read(value, text, short):
    assert LOSS.text(value) == text
    assert LOSS.short(value) == short
    assert LOSS.difference(value) == f"{value:.2g}"


def test_a_share_is_written_with_four_decimals_or_in_per_cent():
    assert Objective().text(0.98437) == "0.9844"
    assert Objective().short(0.992) == "99.2 %"
    assert Objective().short(0.98437, digits=3) == "98.4 %"
    assert Objective().difference(0.0123) == "1.2 points"


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0.1, 1.0], "log"),
        ([1e-5, 1e-5, 1e6], "log"),
        ([0.1, 0.99], "linear"),
        ([0.0, 5.0], "linear"),
        ([-1.0, 100.0], "linear"),
        ([3.0], "linear"),
        ([], "linear"),
        ([0.1, float("nan"), 0.2], "linear"),
        ([0.1, float("inf")], "linear"),
        ([0.1, float("nan"), 2.0], "log"),
    ],
)
def test_the_axis_is_logarithmic_where_positive_values_span_a_factor_of_ten(values, scale):
    assert LOSS.scale(values) == scale
    assert Objective("result").scale(values) == scale


def test_the_axis_of_a_share_that_is_maximised_shows_the_distance_from_1():
    assert Objective().scale([0.1, 0.99]) == "error"
    assert Objective("val_auc").scale([]) == "error"
    assert Objective("val_recall", "minimize").scale([0.01, 0.9]) == "log"
    assert Objective("val_r2_score").scale([0.1, 0.9]) == "linear"
