"""The examples of config/README.md: each is a valid configuration whose trials can be trained."""

import json
import re
from pathlib import Path

import pytest
import yaml

from keras_process import say_of, write_images
from sametrials.config.make_study import make_study
from sametrials.config.validate import validate_config
from sametrials.suggest.suggestion import suggest

ROOT = Path(__file__).parents[2]
README = (ROOT / "config" / "README.md").read_text()
BASE = yaml.safe_load((ROOT / "config.yaml").read_text())


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def examples() -> dict[str, dict]:
    """The configurations of the exercises, by their first words, and that of one's own network."""
    exercises = section("The exercises of the tutorial")
    added, replacing = exercises.split("takes the place of")
    found = {text: merge(BASE, yaml.safe_load(text)) for text in blocks(added, "yaml")}
    networks = section("Dense layers for any data") + section("A network of your own")
    for text in blocks(replacing, "yaml") + blocks(networks, "yaml"):
        found[text] = BASE | yaml.safe_load(text)
    return {re.sub(r"\W+", " ", text)[:50]: config for text, config in found.items()}


def merge(config: dict, override: dict) -> dict:
    """Merge as Snakemake does a --configfile."""
    result = dict(config)
    for key, value in override.items():
        result[key] = merge(config.get(key, {}), value) if isinstance(value, dict) else value
    return result


EXAMPLES = examples()
OBJECTIVES = [BASE | yaml.safe_load(text) for text in blocks(section("Another objective"), "yaml")]

PROGRAM = """
from pathlib import Path
from sametrials.tasks.from_config import task_of
from sametrials.trials.job import Job

folder = Path({folder!r})
for config, point in json.loads({examples!r}):
    trainer = task_of(config, folder / "data.npz").make_trainer()
    outcome = trainer(Job(1, point, 1, folder / "log", folder / "x.keras", float("-inf")))
    epochs = point.get("epochs", config["training"]["epochs"])
    say([outcome.state, len(outcome.history["loss"]) == epochs, sorted(outcome.history)])
"""


@pytest.fixture
def own_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [source] = blocks(section("A network of your own"), "python")
    (tmp_path / "my_model.py").write_text(source)


def test_there_is_an_example_of_each_exercise():
    names = {name for config in EXAMPLES.values() for name in config["search_space"]}
    assert {"kernel_size", "num_filters", "batch_size", "num_conv_layers", "dropout"} <= names
    studies = [study for config in EXAMPLES.values() for study in config["studies"].values()]
    assert any(study.get("n_calls", 40) > 100 for study in studies)
    assert {"forest"} <= {study.get("optimizer") for study in studies}
    assert any(config["training"].get("epochs", 0) > 3 for config in EXAMPLES.values())
    assert any(config["dataset"]["name"] == "fashion-mnist" for config in EXAMPLES.values())


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_is_valid(name, own_model):
    validate_config(EXAMPLES[name])


def test_a_trial_of_each_example_with_another_space_can_be_trained(tmp_path, own_model):
    write_images(tmp_path, size=28)
    given = []
    for example in EXAMPLES.values():
        if example["search_space"] == BASE["search_space"]:
            continue
        config = validate_config(example)
        study = make_study(
            config["search_space"],
            list(config["studies"].values())[-1],
            config["default_parameters"],
        )
        given.append([config, suggest(study, 1, [], [{}])])
    said = say_of(PROGRAM.format(folder=str(tmp_path), examples=json.dumps(given)), keras=True)
    assert [each[:2] for each in said] == [["complete", True]] * len(given)


def test_the_examples_of_another_objective_say_what_is_written_of_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [source] = blocks(section("Another objective"), "python")
    (tmp_path / "my_model.py").write_text(source)
    first, best, own = (validate_config(config) for config in OBJECTIVES)
    assert first["objective"] == {"metric": "val_loss", "direction": "minimize", "epoch": "last"}
    assert best["objective"] == first["objective"] | {"epoch": "best"}
    assert own["objective"]["direction"] == "maximize"
    program = PROGRAM.format(
        folder=str(write_images(tmp_path)),
        examples=json.dumps([[own, own["default_parameters"]]]),
    )
    [(state, _, reported)] = say_of(program, keras=True)
    assert state == "complete"
    assert {own["objective"]["metric"], "val_top2", "val_accuracy", "val_loss"} <= set(reported)


FOLDERS = sorted(path.parent for path in (ROOT / "examples").glob("*/config.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_folder_of_examples_is_a_valid_experiment_with_a_readme(folder, monkeypatch):
    monkeypatch.chdir(folder)
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config = config.get("tuning", config)  # of another workflow, which has it as a module
    dataset = config["dataset"] or {}
    if dataset.get("format") == "images":  # they are fetched when it is run
        config["dataset"] = {"name": "digits", "format": "sklearn"}
    if "lightgbm" in str(config) or "torch" in str(config):
        config["trial"]["packages"] = []  # these come with `make example`
    validate_config(config)
    readme = (folder / "README.md").read_text()
    assert f"make example NAME={folder.name}" in readme
    assert 10 <= len(readme.splitlines()) <= 20
    assert f"({folder.name}/README.md)" in (ROOT / "examples" / "README.md").read_text()
