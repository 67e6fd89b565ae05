"""What is said before the start, whichever way the configuration is given."""

import copy

import yaml


def lines_about_trials(said: str) -> list[str]:
    return [line for line in said.splitlines() if " trials to run" in line or " are there" in line]


def write(file, content) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content))


def test_files_and_studies_are_named_with_the_trials_that_are_still_to_be_made(project):
    project.search_one_dimension(n_calls=6)
    grid = {"optimizer": "grid", "grid": {"learning_rate": 4}}
    write(project.folder / "first.yaml", {"studies": {"grid": grid, "gp": {"n_calls": 8}}})
    write(project.folder / "second.yaml", {"studies": {"gp": {"n_calls": 7, "seed": [1, 2]}}})
    for trial in ("0000", "0001", "0007"):  # the last one is no trial of this search
        write(project.folder / "results" / "gp-2" / "trials" / f"{trial}.json", {})
    said = project.run("-n", "--configfile", "first.yaml", "second.yaml", "--config", "seed=4")
    assert lines_about_trials(said) == [
        "config.yaml, first.yaml, second.yaml, --config: gp-1, 7 trials to run; "
        "gp-2, 5 of 7 trials to run (2 records are there); grid, 4 trials to run"
    ]


def test_a_configuration_of_another_folder_runs_alone_with_any_profile(project, tmp_path):
    project.search_one_dimension(n_calls=6)
    other = copy.deepcopy(project.config)
    other["studies"] = {"only": other["studies"]["gp"] | {"target": 0.9}}
    write(tmp_path / "other" / "config.yaml", other)
    write(tmp_path / "profile" / "config.yaml", {"config": {"dispatch": "jobs"}})
    said = project.run(
        *("-n", "results/only/search.json", "--directory", str(tmp_path / "other")),
        *("--profile", str(tmp_path / "profile")),
    )
    assert lines_about_trials(said) == ["config.yaml, --config: only, at most 6 trials to run"]
    assert "suggest_trial" in said
    assert "rule run_search" in said
    assert not (project.folder / ".snakemake" / "metadata").exists()


def test_what_the_jobs_would_not_get_is_refused(project):
    project.configure(lambda config: config["studies"].update(other={"optimizer": "random"}))
    write(project.folder / "alone.yaml", project.config)
    arguments = ("--configfile", "alone.yaml", "--replace-workflow-config")
    said = project.run("-n", *arguments, succeeds=False)
    assert "--replace-workflow-config: found it, expected it not to be given" in said
