"""Data of other kinds: what is made of them, and when it is made again."""

import copy
import csv
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from project import REPOSITORY, Project, jobs

IRIS = Path(find_spec("sklearn").origin).parent / "datasets/data/iris.csv"
DATA = "results/data/mine.npz"


def make_table(folder: Path) -> Project:
    """Make a project whose data set is a table: scikit-learn's irises, with a proper header."""
    project = Project(folder, REPOSITORY / "tests" / "data")
    with IRIS.open() as file, (project.folder / "iris.csv").open("w") as copy:
        lines = csv.reader(file)
        names = next(lines)[2:]
        rows = [[*values, names[int(label)]] for *values, label in lines]
        header = ["sepal length", "sepal width", "petal length", "petal width", "kind"]
        csv.writer(copy).writerows([header, *rows])
    section = {"name": "mine", "format": "table", "path": "iris.csv", "target": "kind"}
    project.configure(lambda config: config.update(dataset=section, model="mlp", objective={}))
    return project


@pytest.fixture
def table(tmp_path) -> Project:
    return make_table(tmp_path / "project")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Project:
    """Such a project whose data set is made: to be looked at, not to be changed."""
    project = make_table(tmp_path_factory.mktemp("table") / "project")
    project.said = project.run(DATA)
    return project


@pytest.fixture
def prepared_copy(prepared, tmp_path) -> Project:
    project = copy.copy(prepared)
    project.config = copy.deepcopy(prepared.config)
    project.folder = tmp_path / "copy"
    shutil.copytree(prepared.folder, project.folder)
    return project


def test_a_table_is_made_into_arrays_and_what_it_was_taken_for_is_said(prepared):
    table, said = prepared, prepared.said
    line = "iris.csv: numbers sepal length, sepal width, petal length, petal width; target kind"
    classes = "90 training rows (setosa: 30, versicolor: 30, virginica: 30)"
    log = (table.folder / "results/logs/data/prepare_mine.log").read_text()
    for told in (said, log):
        assert line in told
        assert classes in told
    assert "dataset.task: kind holds text, so it is a classification" in said
    with np.load(table.folder / DATA) as arrays:
        assert arrays["classes"].tolist() == ["setosa", "versicolor", "virginica"]
        assert arrays["x_test"].shape == (30, 4)


def test_the_same_table_makes_the_same_bytes_and_another_content_others(prepared_copy):
    table = prepared_copy
    first = (table.folder / DATA).read_bytes()
    assert jobs(table.run("-n", DATA)) == {}
    file = table.folder / "iris.csv"
    content = file.read_text()
    file.write_text(content.replace("5.1,3.5", "5.1,3.6", 1))
    assert jobs(table.run("-n", DATA)) == {"prepare_dataset": 1}
    table.run(DATA)
    assert (table.folder / DATA).read_bytes() != first
    file.rename(table.folder / "again.csv")
    (table.folder / "again.csv").write_text(content)
    table.configure(lambda config: config["dataset"].update(path="again.csv"))
    table.run(DATA)
    assert (table.folder / DATA).read_bytes() == first


def test_another_seed_draws_other_rows_and_the_last_rows_need_none(prepared_copy):
    table = prepared_copy
    table.configure(lambda config: config.update(seed=4))
    assert jobs(table.run("-n", DATA)) == {"prepare_dataset": 1}
    rows = {"split": "shuffled", "train": 140}
    table.configure(lambda config: config["dataset"].update(rows))
    table.run(DATA)
    table.configure(lambda config: config.update(seed=3))
    assert jobs(table.run("-n", DATA)) == {"prepare_dataset": 1}


def test_a_path_that_is_missing_is_said_before_anything_runs(table):
    (table.folder / "iris.csv").unlink()
    said = table.run("-n", DATA, succeeds=False)
    [line] = [line for line in said.splitlines() if "iris.csv" in line]
    assert line.startswith("config: dataset.path: found 'iris.csv', which does not exist, expected")
    assert "Traceback" not in said


def test_a_bad_value_is_said_with_row_and_column_and_nothing_is_made(table):
    file = table.folder / "iris.csv"
    file.write_text(file.read_text().replace("5.1,3.5", "5.1,wide", 1))
    said = table.run(DATA, succeeds=False)
    message = "iris.csv, column 'sepal width': found 'wide' in row 1, though 149 of 150 values are"
    assert message in said
    assert "Traceback" not in said
    assert not (table.folder / DATA).exists()


def test_an_image_that_changes_makes_the_data_of_a_folder_again(project):
    for name in ("cat", "dog"):
        folder = project.folder / "photos {of} pets" / name
        folder.mkdir(parents=True)
        for i in range(5):
            pixels = np.full((4, 4), 10 * i, np.uint8)
            Image.fromarray(pixels).save(folder / f"{i}.png")
    section = {"name": "mine", "format": "images", "path": "photos {of} pets"}
    project.configure(lambda config: config.update(dataset=section, model="mlp", objective={}))
    project.run(DATA)
    first = (project.folder / DATA).read_bytes()
    assert jobs(project.run("-n", DATA)) == {}
    shutil.copy(folder / "4.png", folder / "3.png")
    project.run(DATA)
    assert (project.folder / DATA).read_bytes() != first


def test_idx_files_in_a_folder_are_read_there_and_again_when_one_changes(project):
    folder = project.folder / "letters {of} mine"
    folder.mkdir()
    for start, size in (("train", 30), ("t10k", 8)):
        pixels = np.arange(size * 12, dtype=np.uint8)
        header = bytes([0, 0, 8, 3, 0, 0, 0, size, 0, 0, 0, 4, 0, 0, 0, 3])
        (folder / f"{start}-images-idx3-ubyte").write_bytes(header + pixels.tobytes())
        labels = bytes([0, 0, 8, 1, 0, 0, 0, size]) + bytes([0, 1]) * (size // 2)
        (folder / f"{start}-labels-idx1-ubyte").write_bytes(labels)
    section = {"name": "mine", "format": "idx", "path": folder.name, "validation": 6}
    project.configure(lambda config: config.update(dataset=section, model="mlp", objective={}))
    project.run(DATA)
    first = (project.folder / DATA).read_bytes()
    assert not (project.folder / "results/data/raw").exists()
    assert jobs(project.run("-n", DATA)) == {}
    file = folder / "t10k-images-idx3-ubyte"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    project.run(DATA)
    assert (project.folder / DATA).read_bytes() != first


def test_the_path_of_a_table_may_have_blanks_but_no_braces(table):
    file = table.folder / "iris.csv"
    file = file.rename(file.with_name("my iris table.csv"))
    table.configure(lambda config: config["dataset"].update(path=file.name))
    assert jobs(table.run("-n", DATA)) == {"prepare_dataset": 1}
    file = file.rename(file.with_name("{iris}.csv"))
    table.configure(lambda config: config["dataset"].update(path=file.name))
    said = table.run("-n", DATA, succeeds=False)
    assert "dataset.path: found '{iris}.csv', expected a path without braces" in said


def test_the_sets_of_scikit_learn_need_no_file(project):
    section = {"name": "wine", "format": "sklearn"}
    project.configure(lambda config: config.update(dataset=section, model="mlp", objective={}))
    said = project.run("results/data/wine.npz")
    assert "dataset: 106 training examples (class_0: 35, class_1: 43, class_2: 28)" in said
