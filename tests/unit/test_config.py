"""The configuration: the schema, the checks and their messages, and the reference in the README."""

import copy
import os
import re
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import yaml
from jsonschema import Draft202012Validator

from hpo.common.errors import ConfigError
from hpo.config.schema_reader import Reader, load_schema, resolve
from hpo.config.validate import validate_config, validate_study
from reference import describe, reference_table

ROOT = Path(__file__).parents[2]
README = ROOT / "config" / "README.md"
SHA256 = "0123456789abcdef" * 4
REMOVE = object()


def experiment() -> dict:
    return yaml.safe_load((ROOT / "config.yaml").read_text())


def changed(path: tuple, value) -> dict:
    """The experiment of config.yaml with another value at `path`, or without that key."""
    config = experiment()
    place = config
    for key in path[:-1]:
        place = place[key]
    if value is REMOVE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return config


def own_files(**changes) -> dict:
    names = ("train_images", "train_labels", "test_images", "test_labels")
    files = {name: {"sha256": SHA256, "sources": [f"https://host/{name}.gz"]} for name in names}
    return {"name": "my-set", "files": files | changes}


def problems(config) -> list[str]:
    with pytest.raises(ConfigError) as error:
        validate_config(config)
    return str(error.value).splitlines()


def at(*path):
    return path


LR = ("search_space", "learning_rate")
LAYERS = ("search_space", "num_dense_layers")
ACTIVATION = ("search_space", "activation")
GP = ("studies", "gp")
POINT = {
    "learning_rate": 1e-3,
    "num_dense_layers": 1,
    "num_dense_nodes": 16,
    "activation": "relu",
}
REAL = {"type": "real", "low": 0.0, "high": 0.5}

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    # Keys
    (at("sede"), 1, "sede: found an unknown key, expected one of seed, .* (did you mean seed?)"),
    (
        at("training", "epoch"),
        3,
        "training.epoch: found an unknown key, expected one of epochs, batch_size, precision "
        "(did you mean epochs?)",
    ),
    (at("training", "optimiser"), "adam", "training.optimiser: found an unknown key, expected .*"),
    (at("figures", "DPI"), 100, "figures.DPI: found an unknown key, expected one of formats, .*"),
    (at("training", 7), 3, "training[7]: found an unknown key, expected one of epochs, .*"),
    (at("search_space"), REMOVE, "search_space: found nothing, expected a mapping .*"),
    (at("studies"), REMOVE, "studies: found nothing, expected a mapping of at least 1 key"),
    (at(*LR, "low"), REMOVE, "search_space.learning_rate.low: found nothing, expected a number"),
    (
        at(*LR),
        {"type": "real", "lo": 0.1, "high": 1},
        "search_space.learning_rate.lo: found an unknown key, expected one of type, low, high, "
        "prior (did you mean low?)",
    ),
    (
        at(*LAYERS, "categories"),
        [1, 2],
        "search_space.num_dense_layers.categories: found an unknown key, expected one of type, .*",
    ),
    # Types
    (at("seed"), None, "seed: found null, expected an integer from 0 to 4294967295"),
    (at("seed"), True, "seed: found true, expected an integer from 0 to 4294967295"),
    (at("seed"), -1, "seed: found -1, expected an integer from 0 to 4294967295"),
    (at("seed"), 2**32, "seed: found 4294967296, expected an integer from 0 to 4294967295"),
    (at("seed"), 1.5, "seed: found 1.5, expected an integer from 0 to 4294967295"),
    (at("seed"), "one", "seed: found 'one', expected an integer from 0 to 4294967295"),
    (at("training"), None, "training: found null, expected a mapping"),
    (at("training"), [3, 128], "training: found a list of 2 items, expected a mapping"),
    (at("training", "epochs"), 0, "training.epochs: found 0, expected an integer >= 1"),
    (at("training", "epochs"), 2.5, "training.epochs: found 2.5, expected an integer >= 1"),
    (at("training", "epochs"), "many", "training.epochs: found 'many', expected an integer >= 1"),
    (
        at("training", "batch_size"),
        None,
        "training.batch_size: found null, expected an integer >= 1",
    ),
    (
        at("training", "precision"),
        "float16",
        "training.precision: found 'float16', expected one of float32, mixed_bfloat16",
    ),
    (
        at("figures", "width"),
        float("nan"),
        "figures.width: found nan, expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        float("inf"),
        "figures.width: found inf, expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        ".nan",
        "figures.width: found '.nan', expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        10**400,
        "figures.width: found 1000.* ..., expected a number from 3.3 .*",
    ),
    (at("figures", "dpi"), 49, "figures.dpi: found 49, expected an integer from 50 to 1200"),
    (
        at("figures", "formats"),
        [],
        "figures.formats: found an empty list, expected a list of at .*",
    ),
    (
        at("figures", "formats"),
        "svg",
        "figures.formats: found 'svg', expected a list of at least .*",
    ),
    (
        at("figures", "formats"),
        ["svg", "gif"],
        "figures.formats[1]: found 'gif', expected one of svg, png, pdf",
    ),
    (
        at("figures", "formats"),
        ["svg", "svg"],
        "figures.formats[1]: found 'svg' again, expected each item only once",
    ),
    # The data set
    (at("dataset", "name"), "../x", "dataset.name: found '../x', expected a name of up to 64 .*"),
    (at("dataset", "name"), "mnist\n", r"dataset.name: found 'mnist\n', expected a name of .*"),
    (at("dataset", "name"), None, "dataset.name: found null, expected a name of up to 64 .*"),
    (
        at("dataset", "name"),
        "my-set",
        "dataset.files: found nothing, expected the four files of my-.*",
    ),
    (
        at("dataset"),
        own_files() | {"name": "mnist"},
        "dataset.files: found a mapping, expected null, since mnist is built in .*",
    ),
    (
        at("dataset"),
        {"name": "my-set", "files": []},
        "dataset.files: found an empty list, expected .*",
    ),
    (
        at("dataset"),
        own_files(train_images={"sha256": "abc", "sources": ["https://host/x"]}),
        "dataset.files.train_images.sha256: found 'abc', expected 64 hexadecimal digits",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256}),
        "dataset.files.test_labels.sources: found nothing, expected a list of at least 1 item",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256, "sources": ["http://host/x"]}),
        "dataset.files.test_labels.sources[0]: found 'http://host/x', expected an address .*",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256, "sources": ["data/x.gz"]}),
        "dataset.files.test_labels.sources[0]: found 'data/x.gz', expected an address .*",
    ),
    (
        at("dataset", "mirrors"),
        ["file://x"],
        "dataset.mirrors[0]: found 'file://x', expected an .*",
    ),
    (at("dataset", "mirrors"), None, "dataset.mirrors: found null, expected a list"),
    (at("dataset", "validation"), 0, "dataset.validation: found 0, expected an integer >= 1"),
    (
        at("dataset", "train"),
        5000,
        "dataset.validation: found 5000, expected an integer below train .*",
    ),
    (at("dataset", "test"), 0, "dataset.test: found 0, expected an integer >= 1 or null"),
    # The search space
    (
        at("search_space"),
        {},
        "search_space: found an empty mapping, expected a mapping of at least .*",
    ),
    (at(*LR), None, "search_space.learning_rate: found null, expected a mapping"),
    (
        at(*LR),
        [1e-6, 1e-2],
        "search_space.learning_rate: found a list of 2 items, expected a mapping",
    ),
    (
        at(*LR, "type"),
        "float",
        "search_space.learning_rate.type: found 'float', expected one of real, integer, .*",
    ),
    (
        at(*LR, "type"),
        ["real"],
        "search_space.learning_rate.type: found a list of 1 item, expected one of real, .*",
    ),
    (
        at(*LR, "type"),
        REMOVE,
        "search_space.learning_rate.type: found nothing, expected one of real, .*",
    ),
    (
        at(*LR),
        {"tipe": "real", "low": 0, "high": 1},
        "search_space.learning_rate.tipe: found an unknown key, expected .* (did you mean type?)",
    ),
    (
        at(*LR, "low"),
        0.1,
        "search_space.learning_rate.low: found 0.1, expected a number below high (0.01)",
    ),
    (
        at(*LR, "low"),
        0.01,
        "search_space.learning_rate.low: found 0.01, expected a number below high (0.01)",
    ),
    (
        at(*LR, "low"),
        0,
        "search_space.learning_rate.low: found 0.0, expected a number above 0",
    ),
    (at(*LR, "high"), True, "search_space.learning_rate.high: found true, expected a number"),
    (
        at(*LR, "high"),
        float("inf"),
        "search_space.learning_rate.high: found inf, expected a number",
    ),
    (at(*LR, "high"), "lots", "search_space.learning_rate.high: found 'lots', expected a number"),
    (
        at(*LR, "prior"),
        "log",
        "search_space.learning_rate.prior: found 'log', expected one of uniform, log-uniform",
    ),
    (
        at(*LAYERS, "high"),
        5.5,
        "search_space.num_dense_layers.high: found 5.5, expected an integer from -2147483648 to .*",
    ),
    (
        at(*LAYERS, "high"),
        10**30,
        "search_space.num_dense_layers.high: found 10.*, expected an integer from .*",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu"],
        "search_space.activation.categories: found a list of 1 item, expected a list of at .*",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", "tanh", "relu"],
        "search_space.activation.categories[2]: found 'relu' again, expected each item only once",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", None],
        "search_space.activation.categories[1]: found null, expected text, a number or a boolean",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", float("nan")],
        "search_space.activation.categories[1]: found nan, expected text, a number or a boolean",
    ),
    (
        at(*ACTIVATION, "type"),
        "category",
        "search_space.activation.type: found 'category', expected one of real, integer, .*",
    ),
    (at(*ACTIVATION, "type"), REMOVE, "search_space.activation.type: found nothing, expected .*"),
    (
        at("search_space", "momentum"),
        REAL,
        "search_space.momentum: found an unknown key, expected one of create_model's arguments or "
        "training's keys: learning_rate, num_dense_layers, num_dense_nodes, .*, epochs, batch_size",
    ),
    (at(*LR), REMOVE, "search_space.learning_rate: found nothing, expected a dimension, or .*"),
    (
        at("search_space", "trial"),
        REAL,
        "search_space.trial: found the name 'trial', expected a .*",
    ),
    (at("search_space", "my rate"), REAL, "search_space['my rate']: found the name 'my rate', .*"),
    # The default parameters
    (
        at("default_parameters", "learning_rate"),
        0.1,
        "default_parameters.learning_rate: found 0.1, expected a number from 1e-06 to 0.01",
    ),
    (
        at("default_parameters", "learning_rate"),
        "fast",
        "default_parameters.learning_rate: found 'fast', expected a number from 1e-06 to 0.01",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        1.5,
        "default_parameters.num_dense_layers: found 1.5, expected an integer from 1 to 5",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        True,
        "default_parameters.num_dense_layers: found true, expected an integer from 1 to 5",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        None,
        "default_parameters.num_dense_layers: found null, expected .*",
    ),
    (
        at("default_parameters", "activation"),
        "tanh",
        "default_parameters.activation: found 'tanh', expected one of relu, sigmoid",
    ),
    (
        at("default_parameters", "activation"),
        REMOVE,
        "default_parameters.activation: found nothing, expected one of relu, sigmoid",
    ),
    (
        at("default_parameters", "dropout"),
        0.5,
        "default_parameters.dropout: found an unknown key, expected one of learning_rate, .*",
    ),
    (at("default_parameters"), 3, "default_parameters: found 3, expected a mapping or null"),
    # The studies
    (at("studies"), {}, "studies: found an empty mapping, expected a mapping of at least 1 key"),
    (at("studies", "forest"), None, "studies.forest: found null, expected a mapping"),
    *[
        (
            at("studies", name),
            {},
            f"studies{place}: found the name {name!r}, expected a name of up .*",
        )
        for name, place in [
            ("../x", "['../x']"),
            ("", "['']"),
            ("a/b", "['a/b']"),
            ("a b", "['a b']"),
            ("-a", ".-a"),
            ("a\n", r"['a\n']"),
            ("a" * 65, "." + "a" * 65),
            ("data", ".data"),
            ("logs", ".logs"),
            ("comparison", ".comparison"),
            ("benchmarks", ".benchmarks"),
            (1, "[1]"),
        ]
    ],
    (
        at(*GP, "optimizer"),
        "tpe",
        "studies.gp.optimizer: found 'tpe', expected one of gp, forest, gbrt, random, grid, .*",
    ),
    (at(*GP, "acq_func"), "ei", "studies.gp.acq_func: found 'ei', expected one of EI, LCB, PI"),
    (at(*GP, "xi"), -0.1, "studies.gp.xi: found -0.1, expected a number >= 0"),
    (
        at(*GP, "lie"),
        "max",
        "studies.gp.lie: found 'max', expected one of predicted, best, mean, worst",
    ),
    (
        at(*GP, "forest"),
        "RF",
        "studies.gp.forest: found 'RF', expected nothing, since optimizer is gp (it is for forest)",
    ),
    (
        at(*GP, "kappa"),
        3,
        "studies.gp.kappa: found 3.0, expected nothing, since acq_func is EI (it is for LCB)",
    ),
    (
        at(*GP),
        {"optimizer": "random", "xi": 0.1},
        "studies.gp.xi: found 0.1, expected nothing, since optimizer is random (it is for gp, .*",
    ),
    (
        at(*GP),
        {"optimizer": "random", "n_initial_points": 5},
        "studies.gp.n_initial_points: found 5, expected nothing, since optimizer is random .*",
    ),
    *[
        (at(*GP), study, "studies.gp" + line)
        for study, line in [
            (
                {"grid": {"learning_rate": 4}},
                ".grid: found a mapping, expected nothing, since optimizer is gp (it is for grid)",
            ),
            (
                {"optimizer": "grid", "points": [{}]},
                ".points: found a list of 1 item, expected nothing, since optimizer is grid .*",
            ),
            (
                {"optimizer": "grid", "grid": {"learning_rate": 1}},
                ".grid.learning_rate: found 1, expected an integer from 2 to 1000",
            ),
            (
                {"optimizer": "grid", "grid": {"num_dense_layers": 6}},
                ".grid.num_dense_layers: found 6, expected an integer from 2 to 5",
            ),
            (
                {"optimizer": "grid", "grid": {"activation": 2}},
                ".grid.activation: found an unknown key, expected one of learning_rate, num_den.*",
            ),
            (
                {"optimizer": "grid", "grid": {"num_dense_layers": 2}, "n_calls": 102},
                ".n_calls: found 102, expected an integer <= 101, the number of points .*",
            ),
            (
                {"optimizer": "manual"},
                ".points: found an empty list, expected a list of at least 1 item",
            ),
            ({"optimizer": "manual", "points": [3]}, ".points[0]: found 3, expected a mapping"),
            (
                {"optimizer": "manual", "points": [POINT | {"learning_rate": 1}]},
                ".points[0].learning_rate: found 1.0, expected a number from 1e-06 to 0.01",
            ),
            (
                {"optimizer": "manual", "points": [POINT | {"dropout": 1}]},
                ".points[0].dropout: found an unknown key, expected one of learning_rate, .*",
            ),
            (
                {"optimizer": "manual", "points": [POINT, POINT | {"learning_rate": "1e-3"}]},
                ".points[1]: found a mapping again, expected each item only once",
            ),
            (
                {"optimizer": "manual", "points": [POINT], "n_calls": 3},
                ".n_calls: found 3, expected an integer <= 2, the number of points .*",
            ),
        ]
    ],
    (at(*GP, "n_calls"), 0, "studies.gp.n_calls: found 0, expected an integer >= 1"),
    (
        at(*GP, "n_calls"),
        9,
        "studies.gp.n_calls: found 9, expected an integer >= n_initial_points (10)",
    ),
    (
        at(*GP, "n_initial_points"),
        0,
        "studies.gp.n_initial_points: found 0, expected an integer >= 1",
    ),
    (
        at(*GP, "initial_point_generator"),
        "grid",
        "studies.gp.initial_point_generator: found 'grid', expected one of random, lhs, sobol, .*",
    ),
    (at(*GP, "window"), 0, "studies.gp.window: found 0, expected an integer >= 1"),
    (at(*GP, "window"), None, "studies.gp.window: found null, expected an integer >= 1"),
    (at(*GP, "seed"), -1, "studies.gp.seed: found -1, expected an integer from 0 to .* or null"),
    (at(*GP, "seed"), [], "studies.gp.seed: found an empty list, expected an integer from 0 .*"),
    (at(*GP, "seed"), [1, -1], "studies.gp.seed[1]: found -1, expected an integer from 0 to .*"),
    (at(*GP, "seed"), [1, 1], "studies.gp.seed[1]: found 1 again, expected each item only once"),
    (at(*GP, "windows"), 3, "studies.gp.windows: found an unknown key, .* (did you mean window?)"),
]


def name_of(mistake) -> str:
    path, value, _ = mistake
    return f"{'.'.join(map(str, path))}={'removed' if value is REMOVE else value!r}"[:70]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_is_one_line_with_key_found_and_expected(path, value, line):
    # `.*` stands for any text, all else for itself.
    pattern = ".*".join(re.escape(part) for part in f"config: {line}".split(".*"))
    found = problems(changed(path, value))
    assert len(found) == 1, found
    assert re.fullmatch(pattern, found[0]), found[0]


@pytest.mark.parametrize("config", [{}, None, [], "mnist", 3])
def test_a_configuration_without_content_is_one_line(config):
    [line] = problems(config)
    assert line.endswith("expected a mapping with at least search_space and studies")


def test_all_problems_are_reported_each_once():
    config = changed(("seed",), -1)
    config["search_space"]["learning_rate"]["low"] = 1.0
    config["search_space"]["num_dense_nodes"]["high"] = "many"
    config["default_parameters"]["activation"] = "tanh"
    config["studies"]["gp"]["window"] = 0
    config["studies"]["forest"] = {"optimizer": "forest", "n_calls": 3}
    assert [line.split(":")[1].strip() for line in problems(config)] == [
        "seed",
        "search_space.num_dense_nodes.high",
        "studies.gp.window",
        "search_space.learning_rate.low",
        "default_parameters.activation",
        "studies.forest.n_calls",
    ]


def test_a_misspelt_hyper_parameter_is_one_line():
    config = experiment()
    config["search_space"]["lerning_rate"] = config["search_space"].pop("learning_rate")
    [line] = problems(config)
    assert line.startswith("config: search_space.lerning_rate: ")
    assert line.endswith("(did you mean learning_rate?)")


def test_missing_default_parameters_are_a_line_each():
    assert len(problems(changed(("default_parameters",), {}))) == len(experiment()["search_space"])


@pytest.mark.parametrize("path", ["config.yaml", "config/demo.yaml", "config/compare.yaml"])
def test_the_configurations_of_the_repository_are_valid(path):
    valid = validate_config(yaml.safe_load((ROOT / path).read_text()))
    assert not list(Draft202012Validator(load_schema()).iter_errors(valid))
    assert validate_config(valid) == valid


def test_the_experiment_spells_out_the_defaults():
    config = experiment()
    spelt_out = validate_config(config)
    minimal = validate_config({"search_space": config["search_space"], "studies": {"gp": {}}})
    assert minimal == spelt_out | {"default_parameters": None}


@pytest.mark.parametrize("name", ["demo", "compare"])
def test_a_configuration_apart_says_everything_itself(name):
    """Merged over config.yaml, as in the jobs of a cluster, it gives the same studies."""
    apart = yaml.safe_load((ROOT / "config" / f"{name}.yaml").read_text())
    valid = validate_config(copy.deepcopy(apart))
    merged = validate_config(merge(experiment(), apart))
    merged["studies"] = {study: merged["studies"][study] for study in valid["studies"]}
    assert merged == valid


def merge(config: dict, override: dict) -> dict:
    result = dict(config)
    for key, value in override.items():
        if isinstance(value, dict):
            value = merge(config.get(key, {}), value)
        result[key] = value
    return result


def test_a_study_has_the_top_level_seed_unless_it_has_its_own():
    config = changed(("seed",), 7)
    config["studies"]["other"] = {"seed": 8}
    studies = validate_config(config)["studies"]
    assert (studies["gp"]["seed"], studies["other"]["seed"]) == (7, 8)


def test_a_study_with_several_seeds_is_a_study_of_each():
    config = changed(("studies", "gp", "seed"), [8, "9"])
    studies = validate_config(config)["studies"]
    assert {name: study["seed"] for name, study in studies.items()} == {"gp-8": 8, "gp-9": 9}
    assert studies["gp-8"] == validate_config(changed(("seed",), 8))["studies"]["gp"]
    valid = validate_config(config)
    assert validate_config(valid) == valid


def test_no_seed_makes_a_study_that_is_there_already():
    config = changed(("studies", "gp", "seed"), [8, 9])
    config["studies"]["gp-9"] = {}
    assert problems(config) == [
        "config: studies.gp.seed[1]: found 9, which makes a second study gp-9, expected another "
        "seed or another name"
    ]


def test_a_study_by_itself_has_one_seed():
    with pytest.raises(ConfigError, match=r"^study\.seed: found a list of 2 items, expected one"):
        validate_study({"seed": [1, 2]}, {"x": REAL})


def test_the_configuration_given_is_not_changed():
    config = experiment()
    validate_config(config)
    assert config == experiment()


def test_the_result_is_plain_data():
    config = experiment()
    config["search_space"] = OrderedDict(config["search_space"])
    config["search_space"]["num_dense_layers"]["high"] = np.int64(5)
    config["search_space"]["activation"]["categories"] = list(np.array(["relu", "tanh"]))
    config["figures"]["formats"] = ("svg",)
    valid = validate_config(config)
    assert type(valid["search_space"]) is dict
    assert type(valid["search_space"]["num_dense_layers"]["high"]) is int
    assert type(valid["search_space"]["activation"]["categories"][0]) is str
    assert valid["figures"]["formats"] == ["svg"]


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        (("search_space", "learning_rate", "low"), "1e-6", 1e-6),
        (("search_space", "learning_rate", "high"), 1, 1.0),
        (("default_parameters", "learning_rate"), "1e-5", 1e-5),
        (("default_parameters", "num_dense_layers"), 2.0, 2),
        (("studies", "gp", "n_calls"), 40.0, 40),
        (("studies", "gp", "n_calls"), "40", 40),
        (("dataset", "validation"), "1e3", 1000),
    ],
)
def test_numbers_are_taken_however_yaml_reads_them(path, given, value):
    found = validate_config(changed(path, given))
    for key in path:
        found = found[key]
    assert found == value
    assert type(found) is type(value)


def test_among_categories_only_text_with_an_exponent_is_a_number():
    space = {
        "x": {"type": "categorical", "categories": ["1e-3", 0.01]},
        "y": {"type": "categorical", "categories": ["1", "inf"]},
    }
    space = validate_study({}, space)[0]
    assert space["x"]["categories"] == [0.001, 0.01]
    assert space["y"]["categories"] == ["1", "inf"]


@pytest.mark.parametrize("categories", [["relu", False], [2, False]])
def test_categories_are_all_of_one_kind(categories):
    line = "search_space.x.categories: found values of several kinds, expected all of"
    with pytest.raises(ConfigError, match=line):
        validate_study({}, {"x": {"type": "categorical", "categories": categories}})


@pytest.mark.parametrize("low", [0, -1])
def test_a_logarithm_wants_numbers_above_zero(low):
    line = "search_space.x.low: found .*, expected a number > 0, since prior is log-uniform"
    with pytest.raises(ConfigError, match=line):
        validate_study({}, {"x": {"type": "real", "low": low, "high": 1, "prior": "log-uniform"}})


@pytest.mark.parametrize("categories", [["a", "b"], [1, 2.5], [False, True]])
def test_default_parameters_may_be_any_kind_of_category(categories):
    space = {"x": {"type": "categorical", "categories": categories}}
    for value in categories:
        assert validate_study({}, space, {"x": value})[2] == {"x": value}


def test_one_is_not_the_category_true():
    space = {"x": {"type": "categorical", "categories": [False, True]}}
    with pytest.raises(
        ConfigError, match=r"default_parameters\.x: found 1, expected one of false, true"
    ):
        validate_study({}, space, {"x": 1})


def test_a_data_set_of_ones_own_is_valid():
    assert validate_config(changed(("dataset",), own_files()))["dataset"]["validation"] == 5000


def test_a_study_may_be_all_initial_design():
    validate_config(changed(("studies", "gp", "n_calls"), 10))


def test_a_study_needs_no_more_calls_than_the_initial_design_that_it_does_not_have():
    validate_config(changed(("studies", "gp"), {"optimizer": "random", "n_calls": 3}))


def test_the_default_of_a_setting_that_a_study_has_no_use_for_may_stand():
    for optimizer in ("gp", "forest", "gbrt", "random"):
        validate_config(changed(("studies", "gp", "optimizer"), optimizer))


@pytest.mark.parametrize(
    ("study", "n_calls"),
    [
        ({}, 40),
        ({"optimizer": "random"}, 40),
        ({"optimizer": "grid"}, 5 * 5 * 5 * 2 + 1),  # the default parameters are not on it
        ({"optimizer": "grid", "grid": {"num_dense_nodes": 3}}, 5 * 5 * 3 * 2 + 1),
        ({"optimizer": "grid", "n_calls": 7}, 7),
        ({"optimizer": "manual", "points": [POINT]}, 2),
        ({"optimizer": "manual", "points": [POINT | {"learning_rate": "1e-5"}]}, 1),
        ({"optimizer": "manual", "points": [POINT], "n_calls": 1}, 1),
    ],
)
def test_a_search_that_is_not_told_how_many_calls_makes_all_it_can_or_forty(study, n_calls):
    valid = validate_config(changed(("studies", "gp"), study))
    assert valid["studies"]["gp"]["n_calls"] == n_calls
    again = validate_study(
        valid["studies"]["gp"], valid["search_space"], valid["default_parameters"]
    )
    assert again[1] == valid["studies"]["gp"]


def test_a_grid_has_few_values_where_there_are_few():
    space = {"x": {"type": "integer", "low": 1, "high": 3}, "y": REAL}
    study = validate_study({"optimizer": "grid", "grid": {"y": 2}}, space)[1]
    assert study["grid"] == {"x": 3, "y": 2}
    assert study["n_calls"] == 6


def test_a_window_may_be_larger_than_the_study():
    validate_config(changed(("studies", "gp", "window"), 1000))


def test_a_study_is_filled_in_by_itself():
    space = {
        "a b": {"type": "real", "low": 0, "high": 1},
        "c": {"type": "integer", "low": 1, "high": 9},
    }
    space, study, default = validate_study({"n_calls": 12}, space, {"c": 2, "a b": 0})
    assert space["a b"]["prior"] == "uniform"
    assert (study["n_calls"], study["n_initial_points"], study["seed"]) == (12, 10, 3)
    assert list(default.items()) == [("a b", 0.0), ("c", 2)]


def test_the_problems_of_a_study_are_a_line_each():
    space = {"x": {"type": "real", "low": 1, "high": 0}}
    with pytest.raises(ConfigError) as error:
        validate_study({"window": 0, "n_cals": 3}, space, {"x": 0.5, "y": 1})
    assert str(error.value).splitlines() == [
        "study.n_cals: found an unknown key, expected one of optimizer, grid, points, forest, "
        "acq_func, xi, kappa, lie, n_calls, n_initial_points, initial_point_generator, window, "
        "pruning, target_accuracy, max_hours, trial_timeout, confirm, seed (did you mean n_calls?)",
        "study.window: found 0, expected an integer >= 1",
        "search_space.x.low: found 1.0, expected a number below high (0.0)",
        "default_parameters.y: found an unknown key, expected one of x",
    ]


@pytest.mark.parametrize("study", [None, [], "gp"])
def test_a_study_that_is_no_mapping_is_one_line(study):
    with pytest.raises(ConfigError, match=r"^study: found .*, expected a mapping$"):
        validate_study(study, {"x": REAL})


@pytest.mark.parametrize("given", [True, "true", "True"])
def test_true_may_come_as_text_as_it_does_from_the_command_line(given):
    assert validate_config(changed(("retry_failed",), given))["retry_failed"] is True


@pytest.mark.parametrize("given", ["yes", 1, None])
def test_what_is_neither_true_nor_false_is_refused(given):
    with pytest.raises(ConfigError, match=r"^config: retry_failed: found .*, expected true or fal"):
        validate_config(changed(("retry_failed",), given))


# The schema


def parts_of(schema: dict, definitions: dict, place: str = "config"):
    """Every schema inside the schema, with the key it belongs to."""
    schema = resolve(schema, definitions)
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from parts_of(part, definitions, f"{place}.{name}")
    for i, part in enumerate(schema.get("oneOf", ())):
        yield from parts_of(part, definitions, f"{place}({i})")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from parts_of(schema["additionalProperties"], definitions, f"{place}.*")
    if "items" in schema:
        yield from parts_of(schema["items"], definitions, f"{place}[]")


def all_parts() -> list[tuple[str, dict]]:
    schema = load_schema()
    return list(parts_of(schema, schema["$defs"]))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(load_schema())


def test_every_mapping_of_the_schema_refuses_unknown_keys():
    for place, schema in all_parts():
        if "object" in schema.get("type", "") and "oneOf" not in schema:
            others = schema.get("additionalProperties")
            assert others is False or isinstance(others, dict), place


def test_every_key_of_the_schema_has_a_description_and_a_default_or_is_required():
    definitions = load_schema()["$defs"]
    for place, schema in all_parts():
        for key, part in schema.get("properties", {}).items():
            part = resolve(part, definitions)
            assert part.get("description"), f"{place}.{key}"
            assert ("default" in part) != (key in schema.get("required", ())), f"{place}.{key}"


def test_every_part_of_the_schema_says_what_it_wants():
    for place, schema in all_parts():
        assert {"type", "enum", "const", "oneOf"} & set(schema), place


def test_the_schema_uses_only_keywords_that_the_reader_understands():
    understood = {
        *("type", "enum", "const", "not", "pattern", "minimum", "maximum", "minItems"),
        *("minProperties", "uniqueItems", "items", "properties", "additionalProperties"),
        *("propertyNames", "required", "oneOf", "default", "title", "description"),
        *("$schema", "$defs", "$comment"),
    }
    for place, schema in all_parts():
        assert set(schema) <= understood, place


def test_the_reader_and_jsonschema_agree():
    schema = load_schema()
    for path, value, line in MISTAKES:
        reader = Reader(schema["$defs"])
        reader.read(changed(path, value), schema)
        # jsonschema by itself takes NaN and infinity for numbers.
        if not re.search("found (nan|inf)", line):
            valid = Draft202012Validator(schema).is_valid(changed(path, value))
            assert valid == (not reader.problems), line


# The reference


def test_the_readme_holds_the_reference_made_from_the_schema():
    start, end = "<!-- reference -->\n", "<!-- end of reference -->"
    before, _, rest = README.read_text().partition(start)
    found, _, after = rest.partition(end)
    if os.environ.get("UPDATE_README"):
        README.write_text(before + start + "\n" + reference_table() + "\n" + end + after)
        return
    assert found.strip() == reference_table().strip(), (
        "config/README.md differs from schemas/config.schema.yaml. To write the table anew: "
        "UPDATE_README=1 pytest tests/unit/test_config.py -k readme"
    )


EXAMPLES = re.findall(r"```yaml\n(studies:.*?)```", README.read_text(), re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_studies_in_the_readme_are_valid(example):
    validate_config(experiment() | yaml.safe_load(example))


def test_the_numbers_that_the_readme_tells_of_its_grid_are_right():
    [example] = [text for text in EXAMPLES if "of 270 points" in text]
    study = yaml.safe_load(example)["studies"]["grid"]
    del study["n_calls"]
    valid = validate_config(changed(("studies", "gp"), study))
    assert valid["studies"]["gp"]["n_calls"] == 271


def test_the_reference_has_every_key_with_default_and_description():
    schema = load_schema()
    keys = {row.key: row for row in describe(schema, schema["$defs"])}
    table = reference_table()
    for place, _ in all_parts():
        key = re.sub(r"\(\d\)", "", place.replace("*", "<name>")).removeprefix("config").strip(".")
        if key and "[]" not in key:
            assert key in keys, place
    assert keys["training.epochs"].default == "`3`"
    assert keys["dataset.train"].default == "`null`"
    assert keys["studies"].default == "required"
    for row in keys.values():
        assert row.meaning in table


def test_the_comments_of_config_yaml_explain_each_key():
    for line in (ROOT / "config.yaml").read_text().splitlines():
        if re.match(r"\s+\w+: [^ ]", line) or line.startswith("seed:"):
            assert " # " in line, line


def test_names_of_which_two_pairs_would_share_a_figure_are_refused():
    space = {name: {"type": "real", "low": 0, "high": 1} for name in ("a", "b_c", "a_b", "c")}
    with pytest.raises(ConfigError, match=r"^search_space\.a_b: found an ambiguous name, expected"):
        validate_study({}, space)


def test_bounds_that_are_too_far_apart_to_compute_with_are_refused():
    space = {"a": {"type": "real", "low": -1.7e308, "high": 1.7e308}}
    with pytest.raises(ConfigError, match=r"^search_space\.a\.low: found -1.7e\+308, expected a"):
        validate_study({}, space)
