"""The arithmetic of the benchmark of speed."""

import math

import pandas as pd
import pytest

from markdown_tables import markdown_table, methods_markdown
from operations import forward_multiply_adds, training_operations
from stopwatch import seconds_of_parts
from summary import best_so_far, methods_table, runs_table, search_row, seconds_to, slope

TRIALS = [
    {"seconds": 10.0, "accuracy": 0.98},
    {"seconds": 30.0, "accuracy": 0.99},
    {"seconds": 40.0, "accuracy": 0.985},
]


def run(method, seed, wall, trials=TRIALS, **details):
    """A run of a method, as run_method.py writes it."""
    return {
        "method": method,
        "seed": seed,
        "wall_seconds": wall,
        "cpu_seconds": 2 * wall,
        "peak_pss_mb": 1000.0,
        "peak_rss_mb": 1500.0,
        "best_accuracy": max(trial["accuracy"] for trial in trials),
        "test_accuracy": 0.9,
        "trials": trials,
        "details": details or None,
    }


def test_the_best_so_far_never_falls():
    assert best_so_far(TRIALS).to_dict() == {10.0: 0.98, 30.0: 0.99, 40.0: 0.99}


def test_a_trial_without_an_accuracy_changes_nothing():
    nothing = {"seconds": 35.0, "accuracy": None}
    trials = sorted([*TRIALS, nothing], key=lambda trial: trial["seconds"])
    assert best_so_far(trials)[35.0] == 0.99
    assert math.isnan(best_so_far([nothing])[35.0])
    assert seconds_to(trials, 0.99) == seconds_to(TRIALS, 0.99)


def test_an_accuracy_is_reached_by_the_first_trial_with_at_least_that_much():
    assert seconds_to(TRIALS, 0.985) == 30
    assert seconds_to(TRIALS, 0.98) == 10
    assert seconds_to(TRIALS, 0.995) == math.inf


def test_ratios_are_to_the_baseline_with_the_same_seed():
    faster = [{"seconds": 2.5, "accuracy": 0.98}]
    runs = [
        *(run("a", 1, 100.0), run("a", 2, 200.0)),
        *(run("b", 1, 40.0, faster), run("b", 2, 50.0, began=5.0)),
    ]
    table = runs_table(runs, [0.985], "a").set_index(["method", "seed"])
    assert table["wall_seconds_ratio"].tolist() == [1, 1, 0.4, 0.25]
    assert table.loc[("b", 1), "seconds_to_0.985"] == math.inf
    assert math.isnan(table.loc[("b", 1), "seconds_to_0.985_ratio"])
    assert table.loc[("b", 2), "search_seconds"] == 35


def test_a_method_is_summed_up_by_the_median_and_the_range_of_its_runs():
    runs = [run("a", seed, wall) for seed, wall in enumerate([100.0, 130.0, 110.0])]
    [row] = methods_table(runs_table(runs, [0.995], "a")).to_dict("records")
    assert (row["runs"], row["wall_seconds"]) == (3, 110)
    assert (row["wall_seconds_low"], row["wall_seconds_high"]) == (100, 130)
    text = methods_markdown(pd.DataFrame([row]))
    assert "| a | 110 (100 to 130) |" in text
    assert text.rstrip(" |\n").endswith("never")


def test_the_parts_of_a_run_of_ours_are_its_wall_time():
    details = {
        **{"began": 4.0, "ended": 104.0, "workers": 2},
        **{"wait": 8.0, "build": 10.0, "train": 160.0, "save": 2.0, "suggest": 3.0},
    }
    row = search_row(run("ours", 1, 120.0, **details))
    parts = ("before", "start_up", "training", "building", "idle", "after")
    assert [row[part] for part in parts] == [4, 4, 80, 6, 10, 16]
    assert sum(row[part] for part in parts) == row["wall"] == 120
    assert row["outside_training"] == pytest.approx(0.2)


def test_operations_are_counted_from_the_shapes_of_the_layers():
    counts = forward_multiply_adds({"num_dense_layers": 2, "num_dense_nodes": 100})
    assert counts == {
        "layer_conv1": 28 * 28 * 25 * 16,
        "layer_conv2": 14 * 14 * 25 * 16 * 36,
        "layer_dense_1": 7 * 7 * 36 * 100,
        "layer_dense_2": 100 * 100,
        "layer_output": 100 * 10,
    }
    # Forward and twice back, each a multiplication and an addition.
    default = {"num_dense_layers": 1, "num_dense_nodes": 16}
    assert training_operations(default, images=55000, epochs=3) == 6 * 3 * 55000 * sum(
        forward_multiply_adds(default).values()
    )


def test_the_callbacks_divide_a_fit_into_steps_validation_and_logging():
    marks = [
        *(("before", "epoch_begin", 0.0), ("after", "epoch_begin", 1.0)),
        *(("before", "test_begin", 11.0), ("after", "test_begin", 13.0)),
        *(("before", "test_end", 20.0), ("after", "test_end", 24.0)),
    ]
    assert seconds_of_parts(marks) == {"training steps": 10, "validation": 7, "logging": 1 + 2 + 4}


def test_a_line_through_what_does_not_grow_is_level():
    assert slope([5.0, 5.0, 5.0]) == pytest.approx(0)
    assert slope([1.0, 3.0, 5.0]) == pytest.approx(2)


def test_a_table_shows_of_a_number_what_matters():
    table = pd.DataFrame([{"what": "a", "seconds": 1234.56, "share": 0.123456, "none": math.nan}])
    assert markdown_table(table).splitlines()[2] == "| a | 1235 | 0.1235 |  |"
