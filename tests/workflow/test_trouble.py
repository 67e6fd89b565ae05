"""When things go wrong: a clear message, nothing lost, and the next run succeeds."""

import os
import signal
import subprocess
import time

import pandas as pd
import pytest

from project import kill

TABLE = "results/gp/trials.csv"
SEARCH = "results/gp/search.json"


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


FUNCTION = """
import time

def train(hyper_parameters, data, seed, report):
    time.sleep(1)
    return {"cost": (hyper_parameters["x"] - 0.3) ** 2 + seed / 2**40}
"""


def test_ctrl_c_ends_everything_at_once_and_the_next_run_goes_on(project):
    project.search_by_function(FUNCTION, n_calls=6)
    process = project.start(SEARCH)
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
    said = project.run(SEARCH)
    assert len([line for line in said.splitlines() if line.startswith("gp: trial")]) == 6 - kept
    resumed = project.records()
    (project.folder / "results").rename(project.folder / "stopped and resumed")
    project.run(SEARCH)
    assert project.records() == resumed


def test_a_search_whose_snakemake_is_killed_does_not_live_on(project):
    project.search_by_function(FUNCTION, n_calls=1000)
    process = project.start(SEARCH)
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
    project.config["studies"]["gp"]["n_calls"] = 3
    folder, remount = small_disk
    (project.folder / "results").mkdir()
    (project.folder / "results/gp").symlink_to(folder)
    said = project.run(SEARCH, cores=1, succeeds=False)
    assert "No space left on device" in said
    remount("size=50m")
    project.run(SEARCH, cores=1)
    expected = finished_project.records()
    assert project.records() == {name: expected[name] for name in sorted(expected)[:3]}


def test_a_read_only_folder_is_named_and_nothing_is_lost(copied_project, small_disk):
    folder, remount = small_disk
    remount("size=50m")
    copied_project.configure(lambda config: config["studies"]["gp"].update(n_calls=7))
    for part, message in (
        ("trials", "trials/.lock: Read-only file system"),
        ("", "Write-protected output files"),
    ):
        place = copied_project.path(part)
        subprocess.run(["cp", "-a", f"{place}/.", str(folder)], check=True)
        subprocess.run(["mv", str(place), copied_project.folder / f"kept{part}"], check=True)
        place.symlink_to(folder)
        remount("ro")
        assert message in copied_project.run(TABLE, cores=1, succeeds=False)
        remount("rw")
        if part:
            place.unlink()
            subprocess.run(["find", str(folder), "-mindepth", "1", "-delete"], check=True)
            subprocess.run(["mv", copied_project.folder / f"kept{part}", str(place)], check=True)
    said = copied_project.run(TABLE, cores=1)
    assert len([line for line in said.splitlines() if line.startswith("gp: trial")]) == 1


# With a file `trouble` in the folder, no trial of a large x can be made.
FRAGILE = """
import os, pathlib

def train(hyper_parameters, data, seed, report):
    if hyper_parameters["x"] > 0.1 and pathlib.Path("trouble").exists():
        if hyper_parameters["kind"] == "round":
            raise ValueError("more than this can bear")
        os.kill(os.getpid(), 9)
    return {"cost": hyper_parameters["x"] ** 2}
"""


def test_trials_that_fail_are_in_the_results_and_tried_again_on_request(project):
    project.search_by_function(FRAGILE, n_calls=6)
    project.folder.joinpath("trouble").touch()
    project.give_up_sooner()
    some = ("results/gp/plots/convergence.svg", "results/gp/plots/objective.svg", TABLE)
    said = project.run(*some)
    table = pd.read_csv(project.path("trials.csv"))
    failed = table.state == "failed"
    assert 0 < failed.sum() < 6
    assert (failed == (table.x > 0.1)).all()
    assert set(table.kind[failed]) == {"round", "flat"}
    assert "failed: ValueError: more than this can bear" in said
    assert "failed: killed 2 times by the machine" in said
    assert table.cost[failed].isna().all()
    assert table["rank"][failed].min() > table["rank"][~failed].max()
    assert "Nothing to be done" in project.run(*some)
    project.folder.joinpath("trouble").unlink()
    retry = ("--forcerun", "run_search", "--config", "retry_failed=true", "--")
    project.run(*retry, TABLE)
    assert (pd.read_csv(project.path("trials.csv")).state == "complete").all()
    assert "Nothing to be done" in project.run(TABLE)
