"""The captions of pages and tables, put together as Snakemake does it."""

import html
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils.core import publish_parts
from jinja2 import Environment, StrictUndefined

FOLDER = Path(__file__).parents[3] / "report"
NAMES = ("summary", "trials_page", "trials", "provenance", "confirmation", "comparison")


def caption(name, metric, direction, epoch="last", folds=None, **others):
    """The words of a caption."""
    config = {
        "trial": None,
        "dataset": {"name": "digits", "validation": 200},
        "objective": {"metric": metric, "direction": direction, "epoch": epoch}
        | ({"folds": folds} if folds else {}),
        "studies": {"gp": {"seed": 1, "n_calls": 9, "confirm": 2}},
        **others,
    }
    environment = Environment(  # noqa: S701 - Snakemake's
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    text = environment.from_string((FOLDER / f"{name}.rst").read_text()).render(
        snakemake=SimpleNamespace(config=config, wildcards=SimpleNamespace(study="gp"))
    )
    body = publish_parts(text, writer="html")["body"]
    assert "system-message" not in body
    return " ".join(html.unescape(re.sub("<[^>]*>", "", body)).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_caption_speaks_of_the_metric_that_is_optimised(name):
    said = caption(name, "val_loss", "minimize")
    assert said
    assert "accurac" not in said


def test_the_table_of_trials_says_which_values_are_better_and_which_epoch_counts():
    said = caption("trials", "val_loss", "minimize", "best")
    assert "(lower is better, on the validation part of the data; the value of the best" in said
    said = caption("trials", "loss", "maximize")
    assert "(higher is better; the value after the last epoch counts)" in said


def test_the_tables_of_folds_speak_of_their_mean():
    said = caption("trials", "val_loss", "minimize", folds=5)
    assert "(lower is better, on each of 5 folds; the mean of the folds counts)" in said
    said = caption("comparison", "val_loss", "minimize", folds=5)
    assert "the best val_loss on the folds of the data (their mean) after 10" in said


def test_the_summary_and_the_comparison_name_the_objective():
    assert "Objective: minimize val_loss." in caption("summary", "val_loss", "minimize")
    assert "the best val_loss on the validation part of the data after 10" in caption(
        "comparison", "val_loss", "minimize"
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dataset", [None, {"name": "patients", "validation": 0.2}])
def test_a_caption_of_trials_of_a_user_s_own_speaks_of_no_images(name, dataset):
    said = caption(name, "val_loss", "minimize", trial={"file": "my_trial.py"}, dataset=dataset)
    assert "images" not in said
