"""The task as the engine sees it: identity, metrics, checks, and what makes a trainer."""

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from trained import CONSTANTS, OWN

from keras_process import say_of, write_images
from problems import brightness, colour_images, regression, rows_of_classes, write
from sametrials.common.errors import ConfigError, DataError
from sametrials.config.validate import validate_config
from sametrials.study.objective import Objective
from sametrials.tasks.from_config import task_of
from sametrials.tasks.keras_network import code
from sametrials.tasks.keras_network.arguments import shows as shown
from sametrials.tasks.keras_network.task import KerasNetwork

CONFIG = {
    "objective": {"metric": "val_accuracy", "direction": "maximize", "epoch": "last"},
    "training": {"epochs": 2, "batch_size": 16, "precision": "float32"},
    "constants": CONSTANTS,
    "model": None,
    "trial": None,
}


@pytest.fixture
def data(tmp_path):
    return write_images(tmp_path) / "data.npz"


@pytest.fixture
def own(tmp_path) -> Path:
    path = tmp_path / "own" / "my_model.py"
    path.parent.mkdir()
    path.write_text("import beside\n" + OWN)
    path.with_name("beside.py").write_text("x = 1\n")
    return path


def test_the_configuration_asks_for_the_network(data):
    task = task_of(CONFIG | {"objective": CONFIG["objective"] | {"epoch": "best"}}, data)
    assert isinstance(task, KerasNetwork)
    assert task.objective == Objective("val_accuracy", "maximize", "best")
    assert task.input_shape == (8, 12)
    assert task.model_suffix == ".keras"


def test_data_that_cannot_be_read_is_told_before_a_worker_starts(tmp_path):
    with pytest.raises(DataError, match="does not exist"):
        task_of(CONFIG, tmp_path / "nowhere.npz")


# What decides a trial


def test_the_identity_is_plain_data_and_the_same_each_time(data):
    identity = task_of(CONFIG, data).identity()
    assert identity == task_of(CONFIG, data).identity()
    assert set(identity) == {"data", "training", "constants", "code", "versions"}
    assert set(identity["versions"]) == {"keras", "tensorflow"}
    assert identity["training"] == CONFIG["training"]


def test_the_identity_does_not_depend_on_where_the_data_is(data, tmp_path):
    elsewhere = tmp_path / "elsewhere.npz"
    shutil.copy(data, elsewhere)
    assert task_of(CONFIG, elsewhere).identity() == task_of(CONFIG, data).identity()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"training": CONFIG["training"] | {"epochs": 3}}, "training"),
        ({"training": CONFIG["training"] | {"precision": "mixed_bfloat16"}}, "training"),
        ({"constants": CONSTANTS | {"num_dense_nodes": 21}}, "constants"),
    ],
)
def test_what_decides_a_trial_changes_its_part_of_the_identity(data, change, part):
    before, after = (task_of(config, data).identity() for config in (CONFIG, CONFIG | change))
    assert {key for key in before if before[key] != after[key]} == {part}


def test_another_image_changes_the_identity(data):
    before = task_of(CONFIG, data).identity()
    with np.load(data) as file:
        arrays = dict(file)
    arrays["x_train"][0, 0, 0] ^= 1
    np.savez(data, **arrays)
    after = task_of(CONFIG, data).identity()
    assert {key for key in before if before[key] != after[key]} == {"data"}


def test_the_user_s_model_file_and_what_it_imports_decide_a_trial(data, own):
    config = CONFIG | {"model": str(own)}
    before = task_of(config, data).identity()["code"]
    assert {"model: my_model.py", "model: beside.py"} <= set(before)
    own.with_name("beside.py").write_text("x = 2\n")
    after = task_of(config, data).identity()["code"]
    assert {name for name in before if before[name] != after[name]} == {"model: beside.py"}


def test_comments_and_layout_of_the_user_s_file_do_not(data, own):
    config = CONFIG | {"model": str(own)}
    before = task_of(config, data).identity()
    own.write_text("# my own network\n\n" + own.read_text())
    assert task_of(config, data).identity() == before


def test_our_own_training_decides_by_its_version_and_our_models_by_their_names(data):
    ours = {"tasks/keras_network/training": code.TRAINING.version}
    assert task_of(CONFIG, data).identity()["code"] == ours | {"model": "model"}
    assert task_of(CONFIG | {"model": "mlp"}, data).identity()["code"] == ours | {"model": "mlp"}


# What is known beforehand


def test_what_our_network_reports_is_known_beforehand_and_what_the_user_s_reports_is_not(data, own):
    assert set(task_of(CONFIG, data).metrics()) == {"accuracy", "loss", "val_accuracy", "val_loss"}
    assert task_of(CONFIG | {"model": str(own)}, data).metrics() is None


CONVOLUTIONS = [
    ({"type": "integer", "low": 1, "high": 5}, r"search_space\.num_conv_layers\.high: found 5"),
    (
        {"type": "categorical", "categories": [1, 4, 5]},
        r"search_space\.num_conv_layers\.categories\[2\]: found 5",
    ),
    (5, r"constants\.num_conv_layers: found 5"),
]
WANTED = "expected 4 at most, since a pooling after each convolution halves the images, which are"


def write_sizes(folder: Path, height: int, width: int) -> Path:
    shapes = {f"x_{part}": (3, height, width) for part in ("train", "validation", "test")}
    labels = {f"y_{part}": (3,) for part in ("train", "validation", "test")}
    arrays = {name: np.ones(shape, "uint8") for name, shape in (shapes | labels).items()}
    np.savez(folder / f"{height}.npz", **arrays)
    return folder / f"{height}.npz"


@pytest.mark.parametrize(("value", "line"), CONVOLUTIONS)
def test_more_convolutions_than_the_images_allow_are_refused(tmp_path, value, line):
    searched = isinstance(value, dict)
    space = {"num_conv_layers": value} if searched else {}
    config = CONFIG if searched else CONFIG | {"constants": {"num_conv_layers": value}}
    task_of(config, write_sizes(tmp_path, 32, 40)).check(space)
    with pytest.raises(ConfigError, match=f"^config: {line}, {WANTED} 31 x 40$"):
        task_of(config, write_sizes(tmp_path, 31, 40)).check(space)


def test_a_checked_configuration_says_of_its_network_what_the_loaded_data_allow(tmp_path):
    space = {
        **{name: {"type": "real", "low": 0.1, "high": 1} for name in ("learning_rate", "dropout")},
        "num_conv_layers": {"type": "integer", "low": 1, "high": 6},
    }
    space["dropout"]["high"] = 0.5
    file = {"sha256": "0" * 64, "sources": ["https://host/file.gz"]}
    names = ("train_images", "train_labels", "test_images", "test_labels")
    config = validate_config(
        {
            "dataset": {"name": "mine", "files": dict.fromkeys(names, file)},
            "search_space": space,
            "constants": {"num_dense_layers": 1, "num_dense_nodes": 9, "activation": "relu"},
            "studies": {"gp": {}},
        }
    )
    with pytest.raises(ConfigError, match=r"num_conv_layers\.high: found 6, expected 3 at most"):
        task_of(config, write_sizes(tmp_path, 8, 9)).check(config["search_space"])


def test_the_user_s_model_may_have_any_number_of_layers_on_any_images(tmp_path, own):
    task = task_of(CONFIG | {"model": str(own)}, write_sizes(tmp_path, 4, 4))
    task.check({"num_conv_layers": {"type": "integer", "low": 1, "high": 50}})


# Data of other kinds


@pytest.mark.parametrize(
    ("arrays", "shows", "metric"),
    [
        (rows_of_classes(), ("model", "predictions", "columns"), "val_accuracy"),
        (regression(2), ("model", "values", "columns"), "val_rmse"),
        (colour_images(), ("model", "predictions", "images"), "val_accuracy"),
        (brightness(), ("model", "values", "images"), "val_rmse"),
        (regression()._replace(columns=()), ("model", "values"), "val_mae"),
    ],
    ids=["rows", "numbers", "colours", "numbers of images", "features"],
)
def test_what_is_reported_and_can_be_shown_follows_from_the_data(tmp_path, arrays, shows, metric):
    task = task_of(CONFIG | {"model": "mlp"}, write(tmp_path, arrays) / "data.npz")
    assert shown(task.kind, task.noun) == shows
    assert metric in task.metrics()
    task.check({})
    assert task.rehearsal() == ()


def test_a_network_of_ours_by_name_is_another_than_the_default(data):
    before, after = (task_of(CONFIG | {"model": each}, data).identity() for each in (None, "mlp"))
    assert {key for key in before if before[key] != after[key]} == {"code"}
    assert (before["code"]["model"], after["code"]["model"]) == ("model", "mlp")


def test_the_convolutional_network_refuses_what_is_no_image(tmp_path):
    task = task_of(CONFIG, write(tmp_path, rows_of_classes()) / "data.npz")
    with pytest.raises(
        ConfigError, match=r"config: model: found null, .* have the shape 3 and are"
    ):
        task.check({})


def test_weights_of_classes_are_refused_where_there_are_none(tmp_path):
    training = CONFIG["training"] | {"class_weight": "balanced"}
    config = CONFIG | {"model": "mlp", "training": training}
    task = task_of(config, write(tmp_path, regression()) / "data.npz")
    with pytest.raises(ConfigError, match=r"training\.class_weight: found balanced, expected null"):
        task.check({})
    task_of(config, write(tmp_path, rows_of_classes()) / "data.npz").check({})


# In a worker


def test_a_task_survives_the_way_to_a_worker(data):
    task = task_of(CONFIG, data)
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own


def test_a_process_that_unpickles_what_makes_a_trainer_imports_no_framework(data, tmp_path):
    (tmp_path / "maker").write_bytes(pickle.dumps(task_of(CONFIG, data).make_trainer))
    [loaded] = say_of(f"""
import pickle
from pathlib import Path
make_trainer = pickle.loads(Path({str(tmp_path / "maker")!r}).read_bytes())
assert callable(make_trainer)
say(sorted({{"skopt", "pandas", "sklearn", "scipy", "tensorflow", "keras"}} & set(sys.modules)))
""")
    assert loaded == []


CHANGES = """
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from sametrials.common.errors import SearchError
from sametrials.tasks.from_config import task_of

folder = Path({folder!r})
beside, data = folder / "own" / "beside.py", folder / "data.npz"
made = task_of({config!r}, data)


def refused(task=made):
    try:
        task.make_trainer()
    except SearchError as error:
        say(str(error))


refused()
say("as it was")
with np.load(data) as file:
    arrays = dict(file)
np.savez(data, **arrays | dict(x_train=arrays["x_train"][::-1]))
refused()
np.savez(data, **arrays)
beside.write_text("x = 2")
refused()
beside.write_text("x = 1")
refused(replace(made, packages=made.packages | dict(keras="2.0")))
"""


def test_what_changes_after_a_search_has_begun_is_not_trained_under_its_name(data, own, tmp_path):
    config = CONFIG | {"model": str(own)}
    start, *refusals = say_of(CHANGES.format(folder=str(tmp_path), config=config), keras=True)
    assert start == "as it was"
    changed = ["data", "code model: beside.py", "versions keras"]
    assert [each.split(": found what was changed")[0] for each in refusals] == changed
    assert all("\n" not in each and "run again" in each for each in refusals)


HELD = """
from pathlib import Path
import numpy as np
from sametrials.tasks.from_config import task_of
from sametrials.trials.job import Job

folder = Path({folder!r})
train = task_of({config!r}, folder / "data.npz").make_trainer()
{edit}
job = Job(0, dict(rate=1e-3), 5, folder / "log", folder / "model.keras", 0.0)
say(train(job).history)
"""
LATE = """
import keras


def create_model(input_shape, rate):
    import late

    return late.compiled(input_shape, rate)
"""
IMPORTED_LATE = """
import keras


class Scaled(keras.layers.Layer):
    def call(self, images):
        return 2.0 * images


def compiled(input_shape, rate):
    layers = [keras.layers.Flatten(), Scaled(), keras.layers.Dense(3, activation="softmax")]
    model = keras.Sequential([keras.Input(input_shape), *layers])
    adam = keras.optimizers.Adam(rate)
    model.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
"""
EDIT = """
late = folder / "own" / "late.py"
late.write_text(late.read_text().replace("2.0", "-3.0"))
(folder / "data.npz").write_bytes(b"")
"""


def test_what_changes_after_the_trainer_is_made_changes_no_trial(data, own, tmp_path):
    own.write_text(LATE)
    own.with_name("late.py").write_text(IMPORTED_LATE)
    config = CONFIG | {"model": str(own), "constants": {}}
    given = {"folder": str(tmp_path), "config": config}
    unchanged = say_of(HELD.format(edit="", **given), keras=True)
    assert say_of(HELD.format(edit=EDIT, **given), keras=True) == unchanged
    assert "-3.0" in own.with_name("late.py").read_text()
