"""A user's own network, in a file that config.yaml names, with epochs and batch size searched."""

import json

import pytest

from project import jobs

MODEL = """
import keras

import blocks


def create_model(input_shape, num_classes, learning_rate, units, normalise):
    model = keras.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    model.add(blocks.Centred())
    if normalise:
        model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(num_classes, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def create_callbacks(learning_rate):
    return [keras.callbacks.LearningRateScheduler(lambda epoch: learning_rate / (1 + epoch))]
"""
BLOCKS = """
import keras


@keras.saving.register_keras_serializable()
class Centred(keras.layers.Layer):
    def call(self, images):
        return images - 0.5
"""
SETTINGS = {
    "model": "networks/my_model.py",
    "search_space": {
        "learning_rate": {"type": "real", "low": 1e-4, "high": 1e-2, "prior": "log-uniform"},
        "units": {"type": "integer", "low": 5, "high": 50},
        "epochs": {"type": "integer", "low": 1, "high": 2},
        "batch_size": {"type": "categorical", "categories": [20, 50]},
    },
    "constants": {"normalise": True},
    "default_parameters": {"learning_rate": 1e-3, "units": 20, "epochs": 2, "batch_size": 50},
}


N_TRIALS = 2


@pytest.fixture
def own_project(project):
    folder = project.folder / "networks"
    folder.mkdir()
    (folder / "my_model.py").write_text(MODEL)
    (folder / "blocks.py").write_text(BLOCKS)
    project.configure(lambda config: config.update(SETTINGS))
    project.configure(
        lambda config: config["studies"]["gp"].update(n_calls=N_TRIALS, n_initial_points=2)
    )
    return project


TABLE = "results/gp/trials.csv"


def trained(said: str) -> int:
    return len([line for line in said.splitlines() if line.startswith("gp: trial")])


def test_a_network_of_one_s_own_is_searched_and_decides_the_trials_with_what_it_imports(
    own_project,
):
    folder = own_project.folder / "networks"
    assert trained(own_project.run(TABLE, "results/gp/evaluation.json", cores=1)) == N_TRIALS
    table = own_project.table()
    for path in own_project.path("trials").glob("*.json"):
        record = json.loads(path.read_text())
        assert len(record["history"]["loss"]) == record["hyper_parameters"]["epochs"]
    evaluation = json.loads(own_project.path("evaluation.json").read_text())
    assert evaluation["images"] == 300

    (folder / "my_model.py").write_text(MODEL + "# a comment\n")
    assert jobs(own_project.run("-n", TABLE))["run_search"] == 1
    assert trained(own_project.run(TABLE)) == 0

    (folder / "blocks.py").write_text(BLOCKS.replace("0.5", "0.4"))
    said = own_project.run(TABLE, cores=1)
    assert f"{N_TRIALS} trial records made under other settings are not used" in said
    assert trained(said) == N_TRIALS

    (folder / "blocks.py").write_text(BLOCKS)
    assert trained(own_project.run(TABLE)) == 0
    assert own_project.table() == table


def test_a_mistake_in_it_is_one_line_before_anything_runs(own_project):
    (own_project.folder / "networks" / "blocks.py").write_text("import keras\nclass Centred(\n")
    said = own_project.run("-n", succeeds=False)
    [line] = [line for line in said.splitlines() if line.startswith("config:")]
    assert line.startswith("config: model: networks/blocks.py, line 2: found '(' was never closed")
    assert "Traceback" not in said
    assert not (own_project.folder / "results").exists()


def test_a_callback_for_batches_is_told_before_the_first_trial(own_project):
    own = own_project.folder / "networks" / "my_model.py"
    line = "    return [keras.callbacks.LambdaCallback(on_train_batch_end=print)]\n"
    own.write_text(MODEL.replace("    return [keras", f"{line}    return [keras"))
    said = own_project.run(TABLE, succeeds=False)
    assert "create_callbacks: found LambdaCallback, which has on_train_batch_end, expected" in said
    assert "Traceback" not in said
    assert not list(own_project.path("trials").glob("*.json"))
