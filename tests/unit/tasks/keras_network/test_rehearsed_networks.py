"""What is found out about a user's network on a handful of images."""

from keras_process import say_of, write_images
from problems import regression, write

OWN = """
import keras
from keras import layers, losses


def create_model(input_shape, num_classes, case):
    LOSS, METRICS, OUTPUTS = "sparse_categorical_crossentropy", ["accuracy"], 3
    activation, body, shape = "softmax", [], input_shape

    @keras.saving.register_keras_serializable()
    class Inside(layers.Layer):
        def call(self, images):
            return images / 2

    class Unregistered(layers.Layer):
        def call(self, images):
            return images / 2

    if case == "one-hot": LOSS = "categorical_crossentropy"
    if case == "one-hot object": LOSS = losses.CategoricalCrossentropy()
    if case == "few": OUTPUTS = 2
    if case == "many": OUTPUTS = 1000
    if case == "one": OUTPUTS = 1
    if case == "shape": shape = (3, 3)
    if case == "metric": METRICS = []
    if case == "logits": LOSS, activation = losses.SparseCategoricalCrossentropy(True), None
    if case == "inside": body = [Inside()]
    if case == "unregistered": body = [Unregistered()]
    if case == "lambda": body = [layers.Lambda(lambda images: images / 2)]
    if case == "nan": body = [layers.Lambda(lambda images: images / 0 * 0)]
    inputs = keras.Input(shape)
    x = inputs
    for layer in [layers.Flatten(), *body]:
        x = layer(x)
    outputs = layers.Dense(OUTPUTS, activation=activation)(x)
    if case == "two": outputs = [outputs, outputs]
    if case == "sequence": outputs = layers.Dense(3, activation="softmax")(inputs)
    model = keras.Model(inputs, outputs)
    if case == "nothing": return None
    if case != "not compiled": model.compile("adam", LOSS, metrics=METRICS)
    return model


def create_callbacks(case):
    if case == "callbacks": raise RuntimeError("no schedule")
    return [keras.callbacks.TerminateOnNaN()] if case == "batches" else []
"""

FINE = ("fine", "logits", "inside", "unregistered", "lambda")
FAULTS = {
    "one-hot": "ValueError: with the loss categorical_crossentropy and labels that are whole",
    "one-hot object": "ValueError: with the loss categorical_crossentropy and labels that are",
    "few": "create_model: found 2 outputs for 3 classes",
    "many": "create_model: found 1000 outputs for 3 classes",
    "one": "create_model: found 1 outputs for 3 classes",
    "two": "create_model: found a model with 2 outputs",
    "sequence": "create_model: found 8 x 3 outputs for 3 classes",
    "shape": "ValueError: ",
    "metric": "objective.metric: found val_accuracy, expected one that the training reports: loss",
    "nan": "create_model: found outputs that are not a number (NaN)",
    "nothing": "ValueError: create_model: found NoneType as what it returns",
    "not compiled": "ValueError: create_model: found a model that is not compiled",
    "callbacks": "RuntimeError: no schedule",
    "batches": "create_callbacks: found TerminateOnNaN, which has on_batch_end, expected",
}

STAGE = """
from pathlib import Path
from sametrials.common.logs import describe
from sametrials.tasks.from_config import task_of
from sametrials.trials.job import Job

folder = Path({folder!r})
stage = task_of({config!r}, folder / "data.npz").rehearsal()[{number}]()
for case in {cases!r}:
    hyper_parameters = dict(case=case, epochs=1000000)
    try:
        stage(Job(0, hyper_parameters, 7, folder / "log", folder / f"{{case}}.keras", 1e9))
        say(None)
    except Exception as error:
        say(describe(error))
"""
CONFIG = {
    "trial": None,
    "objective": {"metric": "val_accuracy", "direction": "maximize", "epoch": "last"},
    "training": {"epochs": 2, "batch_size": 16, "precision": "float32"},
    "constants": {},
}


def test_each_fault_is_told_and_what_can_be_loaded_in_a_new_process_is_none(tmp_path):
    (write_images(tmp_path) / "own.py").write_text(OWN)
    given = {"folder": str(tmp_path), "config": CONFIG | {"model": str(tmp_path / "own.py")}}
    cases = [*FINE, *FAULTS]
    said = dict(
        zip(cases, say_of(STAGE.format(number=0, cases=cases, **given), keras=True), strict=True)
    )
    assert {case: said[case] for case in FINE} == dict.fromkeys(FINE)
    for case, message in FAULTS.items():
        assert str(said[case]).startswith(message), (case, said[case])
    assert say_of(STAGE.format(number=1, cases=FINE, **given), keras=True) == [None] * len(FINE)
    (tmp_path / "few.keras").write_bytes((tmp_path / "fine.keras").read_bytes())
    [loaded] = say_of(STAGE.format(number=1, cases=["few"], **given), keras=True)
    assert loaded is not None


NUMBERS = """
import keras
from keras import layers


def create_model(input_shape, num_outputs, case):
    shape = (num_outputs + 1,) if case == "more" else (num_outputs,)
    body = [layers.Lambda(lambda x: x / 0 * 0)] if case == "nan" else []
    outputs = [layers.Dense(shape[0])] if case != "sequence" else [layers.Reshape((3, 1))]
    model = keras.Sequential([keras.Input(input_shape), *body, *outputs])
    loss = "sparse_categorical_crossentropy" if case == "classes" else "mean_absolute_error"
    model.compile("adam", loss, metrics=[keras.metrics.RootMeanSquaredError(name="rmse")])
    return model
"""
FAULTS_OF_NUMBERS = {
    "more": "create_model: found 3 outputs for 2 numbers, expected one for each",
    "nan": "create_model: found outputs that are not a number (NaN)",
    "sequence": "create_model: found 3 x 1 outputs for 2 numbers",
    "classes": "ValueError: with the loss sparse_categorical_crossentropy and targets that are "
    "numbers, 2 for each example: ",
}


def test_each_fault_of_a_network_for_numbers_is_told(tmp_path):
    (write(tmp_path, regression(2)) / "own.py").write_text(NUMBERS)
    objective = {"metric": "val_rmse", "direction": "minimize", "epoch": "last"}
    config = CONFIG | {"model": str(tmp_path / "own.py"), "objective": objective}
    given = {"folder": str(tmp_path), "config": config}
    cases = ["fine", *FAULTS_OF_NUMBERS]
    said = say_of(STAGE.format(number=0, cases=cases, **given), keras=True)
    assert said[0] is None
    for message, found in zip(FAULTS_OF_NUMBERS.values(), said[1:], strict=True):
        assert str(found).startswith(message), found
    assert say_of(STAGE.format(number=1, cases=["fine"], **given), keras=True) == [None]
