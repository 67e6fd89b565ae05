"""When things go wrong: a clear message, nothing lost, and the next run succeeds."""

import os
import signal
import subprocess
import time

import pandas as pd
import pytest

from project import kill

TABLE = "results/gp/trials.csv"


def processes_in(folder) -> list[str]:
    """Command lines of the processes that work in a folder."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = []
    for line in listed:
        pid = line.split()[0]
        try:
            where = os.readlink(f"/proc/{pid}/cwd")  # noqa: PTH115 - may be gone already
        except OSError:
            continue
        if where == str(folder):
            found.append(line)
    return found


def test_a_mistake_in_the_configuration_is_one_line_and_no_traceback(project):
    project.configure(lambda config: config["training"].update(epoch=3))
    said = project.run("-n", succeeds=False)
    [line] = [line for line in said.splitlines() if "epoch" in line]
    assert "training.epoch" in line
    assert "did you mean epochs" in line
    assert "Traceback" not in said
    assert not (project.folder / "results").exists()


def test_ctrl_c_ends_everything_at_once_and_the_next_run_goes_on(project, finished_project):
    process = project.start(TABLE)
    project.wait_for_trials(process, 2)
    os.killpg(process.pid, signal.SIGINT)  # what a terminal does
    said, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Stopped" in said
    assert "Traceback" not in said
    deadline = time.monotonic() + 20
    while processes_in(project.folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert processes_in(project.folder) == []
    kept = len(list(project.path("trials").glob("*.json")))
    assert kept >= 2
    said = project.run(TABLE)
    assert len([line for line in said.splitlines() if line.startswith("gp: trial")]) == 6 - kept
    assert project.table() == finished_project.table()


def test_a_search_whose_snakemake_is_killed_does_not_live_on(project):
    project.configure(lambda config: config["studies"]["gp"].update(n_calls=1000))
    process = project.start(TABLE)
    project.wait_for_trials(process, 1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while processes_in(project.folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    try:
        assert processes_in(project.folder) == []
    finally:
        kill(process)


def test_dead_sources_are_all_listed_with_what_to_do(project):
    def change(config):
        for file in config["dataset"]["files"].values():
            file["sources"] = ["https://127.0.0.1:9/nothing.gz", "file:///nowhere/nothing.gz"]

    working = {key: dict(file) for key, file in project.config["dataset"]["files"].items()}
    project.configure(change)
    said = project.run("results/data/digits.npz", succeeds=False)
    for word in ("https://127.0.0.1:9/nothing.gz", "file:///nowhere/nothing.gz", "dataset.mirrors"):
        assert word in said
    project.configure(lambda config: config["dataset"].update(files=working))
    project.run("results/data/digits.npz")


def test_a_damaged_data_set_is_named_with_what_to_do(copied_project):
    data = copied_project.folder / "results/data/digits.npz"
    whole = data.read_bytes()
    data.write_bytes(whole[: len(whole) // 2])
    said = copied_project.run("--forcerun", "run_search", succeeds=False)
    assert "results/data/digits.npz" in said
    assert len(list(copied_project.path("trials").glob("*.json"))) == 6
    data.unlink()
    copied_project.run("results/data/digits.npz", "results/gp/search.json")
    assert data.read_bytes() == whole


def test_a_truncated_record_is_named_and_only_that_trial_is_trained_again(
    copied_project, finished_project
):
    copied_project.path("trials/0002.json").write_text('{"trial": 2, "st')
    said = copied_project.run("--forcerun", "run_search", "--", TABLE)
    assert "0002.json is not the record of this trial" in said
    assert len([line for line in said.splitlines() if line.startswith("gp: trial")]) == 1
    assert copied_project.table() == finished_project.table()


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own, too small for a search; gives a function that resizes it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a file system needs root")

    def remount(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)

    yield folder, remount
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_named_and_the_search_goes_on_once_there_is_room(
    project, small_disk, finished_project
):
    project.run("results/data/digits.npz")
    folder, remount = small_disk
    (project.folder / "results/gp").symlink_to(folder)
    said = project.run(TABLE, succeeds=False)
    assert "No space left on device" in said
    remount("size=50m")
    project.run(TABLE)
    assert project.table() == finished_project.table()


@pytest.mark.parametrize(
    ("part", "message"),
    [("", "Write-protected output files"), ("trials", "trials/.lock: Read-only file system")],
    ids=["results", "records"],
)
def test_a_read_only_folder_is_named_and_nothing_is_lost(copied_project, small_disk, part, message):
    folder, remount = small_disk
    remount("size=50m")
    place = copied_project.path(part)
    subprocess.run(["cp", "-a", f"{place}/.", str(folder)], check=True)
    subprocess.run(["rm", "-r", str(place)], check=True)
    place.symlink_to(folder)
    copied_project.configure(lambda config: config["studies"]["gp"].update(n_calls=7))
    remount("ro")
    assert message in copied_project.run(TABLE, succeeds=False)
    remount("rw")
    said = copied_project.run(TABLE)
    assert len([line for line in said.splitlines() if line.startswith("gp: trial")]) == 1


# Put into create_model: with a file `trouble` in the folder, no network of many layers can be made.
FRAGILE = """
    import os, pathlib
    if num_dense_layers > 2 and pathlib.Path("trouble").exists():
        if activation == "relu":
            raise ValueError("more layers than this network can have")
        os.kill(os.getpid(), 9)
    layers = keras.layers
"""


def test_trials_that_fail_are_in_the_results_and_tried_again_on_request(project):
    model = project.folder / "scripts/sametrials/tasks/keras_network/training/model.py"
    model.write_text(model.read_text().replace("    layers = keras.layers\n", FRAGILE, 1))
    project.folder.joinpath("trouble").touch()
    project.give_up_sooner()
    some = ("results/gp/plots/convergence.svg", "results/gp/plots/objective.svg", TABLE)
    said = project.run(*some)
    table = pd.read_csv(project.path("trials.csv"))
    failed = table.state == "failed"
    assert 0 < failed.sum() < 6
    assert (failed == (table.num_dense_layers > 2)).all()
    assert ("failed: ValueError: more layers" in said) == (table.activation[failed] == "relu").any()
    assert ("failed: killed 2 times by the machine" in said) == (
        table.activation[failed] != "relu"
    ).any()
    assert table.accuracy[failed].isna().all()
    assert table["rank"][failed].min() > table["rank"][~failed].max()
    assert "Nothing to be done" in project.run(*some)
    project.folder.joinpath("trouble").unlink()
    retry = ("--forcerun", "run_search", "--config", "retry_failed=true", "--")
    project.run(*retry, TABLE)
    assert (pd.read_csv(project.path("trials.csv")).state == "complete").all()
    assert "Nothing to be done" in project.run(TABLE)
