"""What the report says of a cross-validated study."""

import math

import numpy as np
import pandas as pd
import pytest
from reported import facts
from scipy.stats import t, ttest_rel

from sametrials.common.csv_tables import write_csv
from sametrials.report.advice import advice
from sametrials.report.describe import describe_study
from sametrials.report.facts import _folds
from sametrials.report.origin import Origin
from sametrials.report.trial_rows import trial_rows
from sametrials.report.uncertainty import folds_told_apart
from sametrials.results.trial_tables import learning_curves_table
from simulated import ACCURACY, LOSS, record_of

FOLDS = {1: [1.0, 2.0, 3.0, 4.0, 5.0], 2: [1.4, 2.2, 3.4, 4.1, 5.6], 0: [9.0, 9.9, 9.2, 8.7, 9.3]}


def study(folds=FOLDS, objective=LOSS, **others):
    """A study whose trials, best first, have these values in their folds."""
    made = facts(
        [sum(each) / len(each) for each in folds.values()],
        objective=objective,
        history=next(iter(folds.values())),
        **others,
    )
    table = pd.DataFrame.from_dict(folds, orient="index")
    table.columns = range(1, len(table.columns) + 1)
    dataset = made.config["dataset"] | {"cross_validation": len(table.columns)}
    return made._replace(config=made.config | {"dataset": dataset}, folds=table)


def page(tmp_path, made, name="summary"):
    files = {each: tmp_path / each for each in ("summary", "trials", "config")}
    origin = Origin(None, True, None, "a processor", "a system")
    describe_study(made, None, origin, **files)
    return " ".join(files[name].read_text().split())


def test_the_standard_error_is_that_of_the_mean_of_the_folds():
    made = study()
    assert made.objective.folds == 5
    assert made.error == pytest.approx(math.sqrt(2.5) / math.sqrt(5))
    rows = trial_rows(made)
    assert [row["±"] for row in rows] == pytest.approx(
        [np.std(values, ddof=1) / math.sqrt(5) for values in FOLDS.values()]
    )
    assert [row["like the first"] for row in rows] == ["yes", "yes", "no"]


def test_of_a_trial_with_one_fold_or_none_no_error_is_known():
    made = study({1: [1.0, 2.0], 2: [2.0, math.nan]}, failed=[record_of(3, None)])
    made = made._replace(folds=made.folds.reindex([1, 2, 3]))
    assert made.standard_error(2, 2.0) is None
    assert made.standard_error(3, math.nan) is None
    assert made.standard_error(1, 1.5) == pytest.approx(0.5)


def test_accuracies_of_folds_have_the_error_of_the_folds_too():
    made = study({1: [0.9, 0.8], 0: [0.2, 0.1]}, ACCURACY)
    assert not made.counts
    assert made.error == pytest.approx(0.05)


def test_trials_are_compared_fold_by_fold():
    """The folds differ far more from each other than the trials do in each of them."""
    one = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    assert folds_told_apart(one, one + np.array([1.0, 1.2, 0.9, 1.1, 1.0]))
    assert not folds_told_apart(one, one + np.array([1.0, -1.2, 0.9, -1.1, 1.0]))


def test_the_test_is_that_of_nadeau_and_bengio():
    """With the variance 1/k + 1/(k - 1) in place of 1/k, the statistic is smaller by a factor."""
    random = np.random.RandomState(1)
    answers = set()
    for _ in range(200):
        k = random.randint(2, 11)
        one, other = random.normal(size=k), random.normal(size=k) + 2
        statistic = ttest_rel(one, other).statistic / math.sqrt(1 + k / (k - 1))
        expected = abs(statistic) > t.ppf(0.975, k - 1)
        assert folds_told_apart(one, other) == expected
        answers.add(bool(expected))
    assert answers == {True, False}


@pytest.mark.parametrize(("k", "differ"), [(2, False), (5, False), (6, True), (10, True)])
def test_equal_differences_are_more_than_chance_only_in_enough_folds(k, differ):
    one = [0.1 * i for i in range(k)]
    assert folds_told_apart(one, [each + 0.05 for each in one]) == differ
    assert not folds_told_apart(one, one)


def test_the_summary_speaks_of_folds_and_of_the_model_of_the_first(tmp_path):
    said = page(tmp_path, study(model="mlp", noun="rows", validation=40))
    assert "<strong>3 ± 0.7071</strong> (mean of 5 folds ± standard error; lower is better)" in said
    assert "The test loss of its model, that of the first fold, on rows that" in said
    assert "for 3 epochs once for each of 5 folds of the 4040 rows of <em>digits</em>, on" in said
    assert "judged by the mean of its loss on the fold." in said
    assert "Its folds gave 1, 2, 3, 4, 5." in said
    assert "Its model is that of the first fold, trained on 4000 rows." in said
    assert "<i>s</i>/√5" in said
    assert "2 trials cannot be told apart</strong>: numbers 1, 2, with values from 3" in said
    assert "Nadeau and Bengio 2003" in said
    assert "epoch 5 of 5" not in page(tmp_path, study(objective=LOSS))


def test_the_page_of_the_trials_says_what_the_error_is_of(tmp_path):
    said = page(tmp_path, study(), "trials")
    assert "validation loss, the mean of 5 folds, ± its standard error; lower is better" in said
    assert "paired t test of the folds, corrected, 5 %" in said


def test_folds_that_get_better_are_no_reason_for_more_epochs():
    falling = {1: [5.0, 4.0, 3.0], 0: [9.0, 9.1, 9.2]}
    assert advice(facts((4.0, 9.0), objective=LOSS, history=falling[1], best_trial=1))
    assert not any("epochs" in line for line in advice(study(falling)))


def test_trials_that_cannot_be_told_apart_by_folds_ask_for_confirmation():
    assert any(line.startswith("2 trials cannot be told apart") for line in advice(study()))


def test_the_values_of_the_folds_are_read_from_their_table(tmp_path):
    made = study({1: [1.0, 2.0], 0: [3.0, 4.0]})
    records = [
        record_of(0, 3.5, history={"val_loss": [3.0, 4.0]}),
        record_of(1, 1.5, history={"val_loss": [1.0, 2.0]}),
        record_of(2, 9.0, "pruned", history={"val_loss": [9.0]}),
        record_of(3, None),
    ]
    write_csv(learning_curves_table(records, "fold"), tmp_path / "curves.csv")
    found = _folds(tmp_path / "curves.csv", pd.Series([1, 0, 2, 3]), made.config)
    assert found.index.tolist() == [1, 0, 2, 3]
    assert found.loc[[1, 0]].equals(made.folds.rename_axis("trial").rename_axis("fold", axis=1))
    assert found.loc[2].dropna().tolist() == [9.0]
    assert found.loc[3].isna().all()
