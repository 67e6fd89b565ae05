"""A random forest of scikit-learn that tells malignant from benign tumours."""

import pickle
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score


def train(hyper_parameters, data, seed, report):
    forest = RandomForestClassifier(**hyper_parameters, random_state=seed, n_jobs=1)
    forest.fit(data.x_train, data.y_train)
    file = report.folder / "forest.pickle"
    file.write_bytes(pickle.dumps(forest))
    report.save(file)
    probabilities = forest.predict_proba(data.x_validation)[:, 1]
    return {
        "val_auc": roc_auc_score(data.y_validation, probabilities),
        "val_accuracy": accuracy_score(data.y_validation, probabilities > 0.5),
    }


def evaluate(model, data):
    forest = pickle.loads(Path(model).read_bytes())  # noqa: S301 - train wrote it
    probabilities = forest.predict_proba(data.x_test)
    return {
        "auc": roc_auc_score(data.y_test, probabilities[:, 1]),
        "accuracy": accuracy_score(data.y_test, np.argmax(probabilities, axis=1)),
        "probabilities": probabilities,
    }
