"""What `make tensorboard` shows, in a real browser, of a real search."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from project import REPOSITORY, Project

PYTHON = REPOSITORY / ".venv" / "bin" / "python"


@pytest.fixture(scope="module")
def searched(tmp_path_factory) -> Project:
    """A project with three trials, the last of which has failed."""
    project = Project(tmp_path_factory.mktemp("searched"), REPOSITORY / "tests" / "data")
    project.snakemake = [str(PYTHON), "-m", "snakemake"]
    training = project.folder / "scripts" / "sametrials" / "tasks" / "keras_network" / "training"
    model = training / "model.py"
    fragile = "    assert num_dense_layers < 3\n    layers = keras.layers\n"
    model.write_text(model.read_text().replace("    layers = keras.layers\n", fragile, 1))
    tried = [(1, "relu"), (1, "sigmoid"), (3, "relu")]
    points = [
        {"learning_rate": 1e-3, "num_dense_layers": n, "num_dense_nodes": 20, "activation": name}
        for n, name in tried
    ]
    project.configure(
        lambda config: config.update(
            studies={"by-hand": {"optimizer": "manual", "points": points}},
            default_parameters=None,
        )
    )
    project.run("results/by-hand/search.json")
    return project


@pytest.fixture(scope="module")
def address(searched) -> Iterator[str]:
    """Where `make tensorboard` says that it serves."""
    shutil.copy(REPOSITORY / "Makefile", searched.folder)
    (searched.folder / ".venv").symlink_to(PYTHON.parents[1])
    process = subprocess.Popen(
        # What is installed in the repository is taken as it is; port 0 is any that is free.
        ["make", "-o", "env", "PORT=0", "tensorboard"],
        cwd=searched.folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        address = next(
            found[0] for line in process.stderr if (found := re.search(r"http://\S+", line))
        )
        wait_for_runs(address, 3 + 2 * 2)  # three trials, and two curves of those that did not fail
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for_runs(address: str, number: int) -> None:
    """Wait until TensorBoard, which reads the logs in the background, has so many."""
    deadline = time.monotonic() + 60
    while len(json.load(urllib.request.urlopen(f"{address}data/runs"))) < number:  # noqa: S310
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain: TensorBoard's own does."""
    context = browser.new_context(viewport={"width": 2000, "height": 900})
    context.set_default_timeout(60_000)  # milliseconds
    yield context.new_page()
    context.close()


def test_the_hparams_tab_has_the_trials_their_hyper_parameters_and_metrics(
    page: Page, address: str, searched: Project
):
    assert address.startswith("http://127.0.0.1:")
    page.goto(f"{address}#hparams")
    cells = page.locator("vaadin-grid-cell-content:visible")
    cells.get_by_text("0002", exact=True).wait_for()
    shown = cells.all_inner_texts()
    for column in ("learning_rate", "num_dense_nodes", "validation accuracy", "training loss"):
        assert column in shown
    assert [text for text in shown if re.fullmatch(r"\d{4}", text)] == ["0000", "0001", "0002"]
    assert (shown.count("sigmoid"), shown.count("complete"), shown.count("failed")) == (1, 2, 1)
    records = searched.folder / "results" / "by-hand" / "trials"
    accuracy = json.loads((records / "0000.json").read_text())["accuracy"]
    assert any(re.fullmatch(r"0\.\d+", each) and float(each) == accuracy for each in shown)


def test_the_scalars_of_a_trial_and_its_graph_are_there(page: Page, address: str):
    page.goto(f"{address}#scalars")
    page.get_by_text("epoch_accuracy").first.wait_for()
    page.get_by_text("by-hand/0000_lr_1e-03_layers_1_nodes_20_relu").first.wait_for()
    page.goto(f"{address}#graphs")
    page.reload()
    page.get_by_text("Conceptual graph").first.click()
    page.locator("tf-graph-scene text", has_text="sequential").first.wait_for()


def test_without_logs_it_is_said_what_to_do(tmp_path: Path):
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    done = subprocess.run(
        ["make", "-o", "env", "tensorboard"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "results: found no logs of trials" in done.stdout
    assert "run make first" in done.stdout
