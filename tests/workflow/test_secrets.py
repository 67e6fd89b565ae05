"""Passwords and tokens in the addresses of a data set stand nowhere but in its configuration."""

from pathlib import Path

from functions import EVALUATED

SECRET = "open-sesame"  # noqa: S105 - a made-up one
DEAD = "127.0.0.1:1"  # nothing listens on this port, so the next source is tried


def with_secrets(config):
    dataset = config["dataset"]
    dataset["mirrors"] = [f"https://{SECRET}@{DEAD}/folder?X-Amz-Signature={SECRET}"]
    for key, file in dataset["files"].items():
        address = f"https://me:{SECRET}@{DEAD}/{key}.gz?token={SECRET}"
        file["sources"] = [address, *file["sources"]]


def files_with_the_secret(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.relative_to(folder) for path in files if SECRET.encode() in path.read_bytes()]


def by_function(project):
    """Search by a function that has a model: nothing that is written of the data depends on it."""
    (project.folder / "my_trial.py").write_text(EVALUATED)
    kept = {key: project.config[key] for key in ("dataset", "figures", "studies")}
    kept["studies"]["gp"]["n_calls"] = 3
    ridge = {"type": "real", "low": 0.1, "high": 1000, "prior": "log-uniform"}
    project.config = kept | {
        "trial": "my_trial.py",
        "objective": {"metric": "val_accuracy"},
        "search_space": {"ridge": ridge},
    }


def test_no_file_of_a_run_holds_a_secret_and_nothing_shows_it(project):
    project.configure(with_secrets)
    by_function(project)
    mirror = f"{{mirrors: ['https://me:{SECRET}@{DEAD}/other?{SECRET}']}}"
    said = project.run("--config", f"dataset={mirror}")
    said += project.run("--report", "results/report.html")
    assert SECRET not in said
    assert files_with_the_secret(project.folder) == [Path("config.yaml")]
    log = (project.folder / "results/logs/data/download_digits.log").read_text()
    assert f"https://***@{DEAD}/other/train-images-idx3-ubyte.gz?***: the host cannot be" in log
    assert f"https://***@{DEAD}/train_labels.gz?***: not tried again" in log
    description = project.path("ro-crate-metadata.json").read_text()
    assert f"https://***@{DEAD}/other?***" in description
    assert f"https://***@{DEAD}/test_labels.gz?***" in project.path("config.yaml").read_text()


def test_no_failure_shows_a_secret(project):
    project.configure(with_secrets)
    for file in project.config["dataset"]["files"].values():
        file["sources"] = file["sources"][:1]
    said = project.run("--printshellcmds", "--verbose", succeeds=False)
    assert "4 of the data set's 4 files cannot be had" in said
    assert f"https://***@{DEAD}/test_labels.gz?***" in said
    project.config["dataset"]["mirrors"][0] += " with a blank"
    said += project.run(succeeds=False)
    assert "dataset.mirrors[0]: found 'https://***@" in said
    assert SECRET not in said
    assert files_with_the_secret(project.folder) == [Path("config.yaml")]
