"""The pages have the numbers of the study, say them in words, and escape what is not theirs."""

import html
import re

import numpy as np
import pandas as pd
import pytest
import yaml
from reported import POINT, facts

from hpo.common.files import sha256_of_json
from hpo.common.html_pages import duration, percent, short
from hpo.report.describe import describe_study
from hpo.report.origin import Origin
from hpo.trials.record import TrialRecord

ORIGIN = Origin("c0ffee", True, "snakemake --cores 2", "A processor", "Linux")


@pytest.fixture
def described(tmp_path):
    """Describe a study; returns the text of its summary, and the pages of summary and trials."""
    data = tmp_path / "digits.npz"
    names = ("train", "validation", "test")
    arrays = {f"x_{name}": np.zeros((3, 2, 2), np.uint8) for name in names}
    np.savez(data, **arrays, **{f"y_{name}": np.zeros(3, np.uint8) for name in names})

    def described(facts, origin=ORIGIN):
        files = {
            "summary": tmp_path / "summary.html",
            "trials": tmp_path / "trials.html",
            "config": tmp_path / "config.yaml",
        }
        describe_study(facts, data, origin, **files)
        pages = [files[name].read_text() for name in ("summary", "trials")]
        text = html.unescape(re.sub(r"<[^>]*>", "", pages[0].split("<main>")[1]))
        assert yaml.safe_load(files["config"].read_text()) == facts.config
        return [" ".join(text.split()), *pages]

    return described


def test_the_summary_says_what_was_found_and_how_certain_it_is(described):
    study = facts()
    text, _, _ = described(study)
    assert "The best of 3 trials gets 0.9900 ± 0.0031 of the validation images right" in text
    assert "0.9800 ± 0.0081 of the test images" in text
    assert (
        "2 trials cannot be told apart from the first one, that one included: numbers 1, 2" in text
    )
    assert "0.9900 down to 0.9890" in text
    assert "Dietterich 1998" in text
    assert "The hand-picked trial 0 had 0.9000" in text
    assert "1e-06 to 0.01, on a logarithmic scale" in text
    assert "confirm: 2" in text
    for fact in ("c0ffee", "snakemake --cores 2", "A processor", sha256_of_json(study.config)):
        assert fact in text


def test_a_trial_that_stands_out_is_said_to(described):
    text, _, _ = described(facts((0.99, 0.5, 0.4)))
    assert "The first trial stands out" in text
    assert "cannot be told apart from the first one, " not in text


def test_confirmations_are_told(described):
    confirmed = pd.DataFrame({"trial": [1, 2], "mean_accuracy": [0.9876, 0.98]})
    text, _, _ = described(facts(confirmed=confirmed))
    assert "2 trials were trained again under new seeds" in text
    assert "0.9876" in text


def test_what_is_not_known_is_said_to_be_unknown(described):
    text, _, _ = described(facts(), Origin(None, None, None, "A processor", "Linux"))
    assert "commitnot known: no git repository" in text
    assert "None" not in text


def test_changes_that_were_not_committed_are_told(described):
    text, _, _ = described(facts(), ORIGIN._replace(clean=False))
    assert "c0ffee, with changes that were not committed" in text


def test_a_failed_trial_is_shown_with_its_traceback(described):
    failed = TrialRecord(3, "failed", POINT, None, error="it broke", traceback="line 7, in f")
    _, _, page = described(facts(failed=[failed]))
    assert "Trial 3: it broke" in page
    assert "<pre>line 7, in f</pre>" in page
    assert ">nan<" not in page


def test_a_study_without_failures_says_so(described):
    _, _, page = described(facts())
    assert "No trial failed." in page


def test_text_from_elsewhere_cannot_become_markup(described):
    evil = "</script><script>alert(1)</script>"
    failed = TrialRecord(3, "failed", POINT, None, error=evil, traceback=evil)
    point = POINT | {"activation": evil}
    for page in described(facts(failed=[failed], best=point, dataset=evil))[1:]:
        assert "<script>alert" not in page
        assert html.escape(evil) in page


def test_numbers_are_written_for_people():
    assert short(0.000123456) == "0.0001235"
    assert short(512) == "512"
    assert short(float("nan")) == ""
    assert short(True) == "True"
    assert (duration(5.25), duration(3661)) == ("5.2 s", "1:01:01")
    assert (percent(0), percent(0.001), percent(0.5)) == ("0 %", "< 1 %", "50 %")
