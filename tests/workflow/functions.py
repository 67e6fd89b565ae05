"""What users may hand to the search in place of the network."""

EVALUATED = """
import json
import numpy as np


def scores(weights, x):
    return x.reshape(len(x), -1) / 255 @ np.array(weights)


def train(hyper_parameters, data, seed, report):
    x = data.x_train.reshape(len(data.x_train), -1) / 255
    one_hot = np.eye(10)[data.y_train]
    ridge = hyper_parameters["ridge"] * np.eye(x.shape[1])
    weights = np.linalg.solve(x.T @ x + ridge, x.T @ one_hot)
    predicted = scores(weights, data.x_validation).argmax(axis=1)
    path = f"{report.folder}/weights.json"
    with open(path, "w") as file:
        json.dump(weights.tolist(), file)
    report.save(path)
    return {"val_accuracy": np.mean(predicted == data.y_validation)}


def evaluate(model, data):
    with open(model) as file:
        found = scores(json.load(file), data.x_test)
    shares = np.exp(found - found.max(axis=1, keepdims=True))
    return {
        "accuracy": np.mean(found.argmax(axis=1) == data.y_test),
        "probabilities": shares / shares.sum(axis=1, keepdims=True),
    }
"""
