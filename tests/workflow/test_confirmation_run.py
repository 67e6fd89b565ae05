"""The best trials are trained again under new seeds."""

import numpy as np
import pandas as pd

from sametrials.common.files import read_json


def test_the_best_trials_are_confirmed_and_the_others_left_alone(copied_project):
    before = copied_project.table()
    copied_project.configure(lambda config: config["studies"]["gp"].update(confirm=2))
    targets = [f"results/gp/{name}" for name in ("confirmation.csv", "best_model.keras")]
    said = copied_project.run(*targets, cores=1)
    assert said.count("under a new seed: accuracy") == 4
    assert "gp: trial 0 (" not in said
    assert copied_project.table() == before

    trials = pd.read_csv(copied_project.path("trials.csv"))
    table = pd.read_csv(copied_project.path("confirmation.csv"))
    assert set(table["trial"]) == set(trials["trial"][:2])
    columns = ["accuracy", "accuracy_1", "accuracy_2"]
    means = table[columns].mean(axis=1)
    np.testing.assert_allclose(table["mean_accuracy"], means)
    assert means.is_monotonic_decreasing
    # Another seed is another training; a multiple of 1/200, as many as there are images.
    assert table[columns].nunique(axis=1).max() > 1
    np.testing.assert_allclose(table[columns] * 200, (table[columns] * 200).round())

    best = read_json(copied_project.path("best_trial.json"))
    assert best["trial"] == table["trial"][0]
    assert best["accuracy"] == table["accuracy"][0]
    [model] = copied_project.path("trials").glob("*.keras")
    assert model.stem == f"{best['trial']:04d}"
    assert model.read_bytes() == copied_project.path("best_model.keras").read_bytes()

    # Fewer to confirm: nothing is trained but, if need be, the model of the best one.
    copied_project.configure(lambda config: config["studies"]["gp"].update(confirm=1))
    assert "under a new seed" not in copied_project.run("results/gp/confirmation.csv")
