"""The pages have the numbers of the study, say them in words, and escape what is not theirs."""

import html
import re

import numpy as np
import pandas as pd
import pytest
import yaml
from reported import POINT, SPACE, confirmed, facts

from sametrials.common.files import sha256_of_json
from sametrials.report.describe import describe_study
from sametrials.report.origin import Origin
from sametrials.study.objective import Objective
from simulated import LOSS, record_of

ORIGIN = Origin("c0ffee", True, "snakemake --cores 2", "A processor", "Linux")


@pytest.fixture
def described(tmp_path):
    """Describe a study; returns the text of its summary, and the pages of summary and trials."""
    data = tmp_path / "digits.npz"
    names = ("train", "validation", "test")
    arrays = {f"x_{name}": np.zeros((3, 2, 2), np.uint8) for name in names}
    np.savez(data, **arrays, **{f"y_{name}": np.zeros(3, np.uint8) for name in names})

    def described(facts, origin=ORIGIN, data=data):
        files = {
            "summary": tmp_path / "summary.html",
            "trials": tmp_path / "trials.html",
            "config": tmp_path / "config.yaml",
        }
        describe_study(facts, data, origin, **files)
        pages = [files[name].read_text() for name in ("summary", "trials")]
        assert yaml.safe_load(files["config"].read_text()) == facts.config
        return [words(pages[0]), *pages]

    return described


def words(page):
    """The text of a page, without its markup."""
    text = html.unescape(re.sub(r"<[^>]*>", "", page.split("<main>")[1].split("</main>")[0]))
    return " ".join(text.split())


def headings(page):
    return re.findall('<button type="button">(.*?)</button>', page)


def test_the_summary_says_what_was_found_and_how_certain_it_is(described):
    study = facts()
    text, _, _ = described(study)
    assert "The best of 3 trials gets 0.9900 ± 0.0031 of the validation images right" in text
    assert "0.9800 ± 0.0081 of the test images" in text
    assert "2 trials cannot be told apart: numbers 1, 2, " in text
    assert "from 0.9900 (the first one) to 0.9890." in text
    assert "Dietterich 1998" in text
    assert "The hand-picked trial 0 reached 0.9000" in text
    assert "1e-06 to 0.01, on a logarithmic scale" in text
    assert "judged by its accuracy on 1000 others, the validation images" in text
    assert "trust the test accuracy more than the validation accuracy" in text
    assert "confirm: 2" in text
    assert "best epoch" not in text
    for fact in ("c0ffee", "snakemake --cores 2", "A processor", sha256_of_json(study.config)):
        assert fact in text


@pytest.mark.parametrize(
    ("losses", "test", "said"),
    [
        ((1.234567e-5, 2e-5, 3e-5), 1.5e-5, ("1.235e-05", "1.5e-05", "3e-05")),
        ((1.234567e6, 2e6, 3e6), 1.5e6, ("1.235e+06", "1.5e+06", "3e+06")),
    ],
)
def test_a_loss_has_no_standard_error_and_lower_is_better(described, losses, test, said):
    text, _, page = described(facts(losses, objective=LOSS, test=test))
    assert f"reaches a validation loss of {said[0]} (lower is better)" in text
    assert f"Its test loss, on images that the search never saw, is {said[1]}." in text
    assert f"The hand-picked trial 0 reached {said[2]}." in text
    assert "judged by its loss on 1000 others" in text
    assert "One measurement does not tell how certain a validation loss is" in text
    assert "confirm trains the best trials again under new seeds" in text
    assert "trust the test loss more than the validation loss" in text
    for never in ("accuracy", "right", "±", "Dietterich", "cannot be told apart"):
        assert never not in text
    assert headings(page)[:4] == ["rank", "trial", "state", "val_loss"]
    assert "±" not in page
    assert "lower is better" in words(page)
    assert f">{said[0]}</td>" in page


@pytest.mark.parametrize(
    ("direction", "better"), [("maximize", "higher is better"), ("minimize", "lower is better")]
)
def test_a_metric_of_the_users_own_is_called_by_its_name(described, direction, better):
    objective = Objective("val_my_score", direction)
    text, _, page = described(facts((-3.5, -3.5, -4.0), objective=objective, test=-3.75))
    assert f"reaches a validation my score of -3.5 ({better}). Its test my score" in text
    assert "2 trials have exactly the best value: numbers 1, 2." in text
    assert "accuracy" not in text + page


def test_a_metric_of_the_training_images_is_not_said_to_be_of_others(described):
    text, _, page = described(facts(objective=Objective("accuracy")))
    assert "reaches a training accuracy of 0.9900 (higher is better)" in text
    assert "judged by its accuracy on these images" in text
    assert "test accuracy, on images that the search never saw, is 0.9800 ± 0.0081" in text
    assert "±" not in page


@pytest.mark.parametrize(("n_calls", "ends"), [(9, True), (3, False)])
def test_that_the_search_got_no_better_is_said_if_it_ended_it(described, n_calls, ends):
    """The best of trials 0 to 2 is trial 1."""
    stop_after = {"no_improvement": 1}
    text, _, _ = described(facts(stop_after=stop_after, n_calls=n_calls))
    said = "The search ended before its 9 trials: 1 in a row, up to trial 2, brought nothing better"
    assert (said + " than trial 1 (stop_after)." in text) == ends
    assert ("stop_after" in text) == ends


@pytest.mark.parametrize(
    ("n_points", "said"), [(0, None), (1, "of trial 1 were"), (9, "of trials 1, 2 were")]
)
def test_which_trials_were_picked_by_hand_is_said(described, n_points, said):
    study = facts()
    enqueue = [{"activation": "relu"}] * n_points
    text, _, _ = described(study._replace(config=study.config | {"enqueue": enqueue}))
    assert ("enqueue" in text) == (n_points > 0)
    assert said is None or f"Values {said} picked by hand (enqueue)." in text


def test_that_the_best_epoch_counted_is_said(described):
    objective = Objective("val_loss", "minimize", "best")
    text, _, _ = described(facts((0.1, 0.2), objective=objective, history=(0.3, 0.1, 0.2)))
    assert "The value of its best epoch counted, and the weights of that epoch were kept." in text
    assert "Its value is that of epoch 2 of 3." in text


def test_a_trial_that_stands_out_is_said_to(described):
    text, _, _ = described(facts((0.99, 0.5, 0.4)))
    assert "The first trial stands out" in text
    assert "cannot be told apart" not in text


def test_confirmations_are_told(described):
    text, _, _ = described(facts(confirmed=confirmed([(0.99, 0.98, 0.9928), (0.98, 0.98, 0.98)])))
    assert "2 trials were trained again under new seeds" in text
    assert "Trial 1 has the best mean, 0.9876: 0.9900 in the search, 0.9800 and 0.9928" in text


def test_confirmations_of_a_loss_show_how_much_it_varies(described):
    again = confirmed([(0.1, 0.12, 0.14)], "val_loss")
    text, _, _ = described(facts((0.1, 0.2), objective=LOSS, confirmed=again))
    assert "1 trial was trained again" in text
    assert "0.12: 0.1 in the search, 0.12 and 0.14 under the new seeds" in text
    assert "then you see how much" not in text


def test_a_confirmation_that_failed_is_said_to_have_failed(described):
    again = confirmed([(0.1, None, 0.14)], "val_loss")
    text, _, _ = described(facts((0.1, 0.2), objective=LOSS, confirmed=again))
    assert "0.1 in the search, failed and 0.14 under the new seeds" in text
    assert not re.search(r"\bnan\b|None", text)


@pytest.mark.parametrize("optimizer", ["random", "grid", "manual"])
def test_a_study_without_a_surrogate_has_no_acquisition_function(described, optimizer):
    text, _, _ = described(facts(optimizer=optimizer))
    assert f"The optimizer {optimizer} chose the hyper-parameters;" in text


def test_what_is_not_known_is_said_to_be_unknown(described):
    text, _, _ = described(facts(), Origin(None, None, None, "A processor", "Linux"))
    assert "commitnot known: no git repository" in text
    assert "None" not in text


def test_changes_that_were_not_committed_are_told(described):
    text, _, _ = described(facts(), ORIGIN._replace(clean=False))
    assert "c0ffee, with changes that were not committed" in text


@pytest.mark.parametrize("objective", [Objective(), LOSS])
def test_a_failed_trial_is_shown_with_its_traceback(described, objective):
    failed = record_of(3, None, hyper_parameters=POINT, error="it broke", traceback="line 7, in f")
    _, _, page = described(facts(objective=objective, failed=[failed]))
    assert "Trial 3: it broke" in page
    assert "<pre>line 7, in f</pre>" in page
    assert ">nan<" not in page


def test_a_study_without_failures_says_so(described):
    _, _, page = described(facts())
    assert "No trial failed." in page


def test_the_table_says_which_trials_are_like_the_first(described):
    _, _, page = described(facts())
    assert headings(page)[3:6] == ["accuracy", "±", "like the first"]
    likes = re.findall(">(yes|no)<", page)
    assert likes == ["yes", "yes", "no"]
    assert re.findall(r">(0\.\d{4})</td>", page)[:4] == ["0.9900", "0.0031", "0.9890", "0.0033"]


def test_text_from_elsewhere_cannot_become_markup(described):
    evil = "</script><script>alert(1)</script>"
    failed = record_of(3, None, hyper_parameters=POINT, error=evil, traceback=evil)
    point = POINT | {"activation": evil}
    for page in described(facts(failed=[failed], best=point, dataset=evil))[1:]:
        assert "<script>alert" not in page
        assert html.escape(evil) in page


def test_very_many_trials_and_categories_are_not_all_listed(described):
    categories = [f"kind {number}" for number in range(200)]
    space = SPACE | {"activation": {"type": "categorical", "categories": ["relu", *categories]}}
    times = {"start": "2026-01-01T00:00:00.000000Z", "suggest": 1.0, "wait": 0.5, "build": 0.5}
    timings = pd.DataFrame({"trial": range(300), "worker": 0, **times, "train": 7.0, "save": 1.0})
    summary, _, page = described(facts([0.99] * 300, space=space, timings=timings))
    assert "and 250 more" in summary  # of the trials that are as good as the first
    assert "and 151 more" in summary  # of the categories
    assert page.count("<tr>") == 301


ROWS = {"noun": "rows", "model": "mlp", "dataset": "patients"}


def test_a_regression_on_a_table_is_told_without_images_classes_or_accuracy(described):
    measures = {"r2": 0.4567, "mae": 43.21, "rmse": 54.32}
    objective = Objective("val_rmse", "minimize", "best")
    text, _, page = described(
        facts(
            (55.5, 56.0),
            objective=objective,
            test=54.32,
            history=(60, 55.5, 57),
            measures=measures,
            training={"epochs": 50, "patience": 5},
            **ROWS,
        )
    )
    assert "reaches a validation RMSE of 55.5 (lower is better)" in text
    assert "Its test RMSE, on rows that the search never saw, is 54.32." in text
    assert "the workflow's own network of dense layers (mlp) for up to 50 epochs" in text
    assert "on 4000 rows of patients" in text
    assert "judged by its RMSE on 1000 others, the validation rows" in text
    assert "ended after 5 epochs without a better value" in text
    assert "explains 45.7 % of the variance (R²)" in text
    assert "its mean absolute error is 43.21, the root of the mean squared error 54.32" in text
    text = text.replace("training and validation images (SHA-256)", "")  # of the file beside it
    for never in ("image", "accurac", "class", "MNIST", "copy"):
        assert never not in text + words(page), never


def test_classes_are_named_and_rows_are_rows(described):
    measures = {"classes": ["ill", "<b>well"], "confusion_matrix": [[200, 7], [3, 90]]}
    text, _, page = described(
        facts(measures=measures, training={"class_weight": "balanced"}, **ROWS)
    )
    assert "of the validation rows right" in text
    assert "Of the test rows, the best model takes ill for <b>well most often: 7 of 207." in text
    assert "rare classes weighed as much as frequent ones" in text
    assert "on 1000 rows, ± its standard error" in words(page)
    assert "image" not in text.replace("training and validation images", "") + words(page)


def test_a_file_of_the_user_s_must_be_copied_and_a_model_of_ours_need_not(described):
    assert "copy my_model.py" in described(facts(model="my_model.py"))[0]
    assert "copy" not in described(facts(model="mlp"))[0]


TRIAL = {"file": "my_trial.py", "command": None}


def of_a_user(study, evaluation, dataset=None):
    """Make the facts of trials by a user's file out of those of networks."""
    config = study.config | {"trial": TRIAL, "training": {}, "dataset": dataset}
    examples = None if dataset is None else study.examples._replace(noun="examples")
    return study._replace(config=config, evaluation=evaluation, examples=examples)


def test_the_summary_of_a_function_without_data_and_model_speaks_of_neither(described):
    study = of_a_user(facts(objective=LOSS, values=(0.1, 0.2)), None)
    text, page, trials = described(study, data=None)
    assert "The best of 2 trials reaches a validation loss of 0.1 (lower is better)." in text
    assert "Each trial ran my_trial.py and was judged by its validation loss." in text
    assert "Before that, copy my_trial.py, and the files beside it that it needs" in text
    assert "The same configuration, code, versions" in text
    for word in ("images", "test", "network", "None", "not a number"):
        assert word not in text.replace("TensorFlow", ""), word
    assert "images" not in trials
    assert "(SHA-256)" in page


def test_the_summary_of_a_function_with_data_has_its_test_value_and_how_certain_it_is(described):
    dataset = {"name": "patients", "validation": 1000}
    study = of_a_user(facts(), {"examples": 300, "accuracy": 0.98}, dataset)
    text, _, trials = described(study)
    assert "gets 0.9900 ± 0.0031 of the validation examples right" in text
    assert "0.9800 ± 0.0081 of the test examples" in text
    assert "ran my_trial.py on patients (4000 examples to train on, 1000 to validate)" in text
    assert "2 trials cannot be told apart" in text
    assert "images" not in text.replace("training and validation images", "")
    assert "on 1000 examples, ± its standard error" in trials


def test_a_test_value_that_the_function_does_not_give_is_left_out(described):
    dataset = {"name": "patients", "validation": 1000}
    study = of_a_user(facts(), {"examples": 300, "rmse": 0.98}, dataset)
    text, _, _ = described(study)
    assert "The best of 3 trials reaches a validation accuracy of 0.9900" in text
    assert "on 1000 validation examples." in text
    assert "trust the test" not in text


def test_the_advice_for_a_function_names_no_key_of_a_network(described):
    study = facts(history=(0.97, 0.98, 0.99))
    assert "raise training.epochs" in described(study)[0]
    text, _, _ = described(of_a_user(study, None), data=None)
    assert "training.epochs" not in text


def test_the_summary_says_what_the_trials_were_computed_with(described):
    summary, _, _ = described(facts())
    assert "versions and kind of processor give the same trials, bit for bit" in summary
    summary, _, _ = described(facts(instructions="avx2", made_with={"avx2": [0, 1]}))
    assert "versions and instructions give the same trials, bit for bit, on any number" in summary
    assert "on every x86-64 processor with AVX2" in summary


def test_the_summary_lists_which_trials_were_made_on_which_processor(described):
    mixed = {"native: AuthenticAMD avx2": [0, 2], "native: GenuineIntel avx2": [1]}
    summary, _, _ = described(facts(made_with=mixed))
    assert "native: AuthenticAMD avx2 (trials 0, 2);" in summary
    assert "native: GenuineIntel avx2 (trials 1)" in summary
    assert "depend on which made which" in summary
