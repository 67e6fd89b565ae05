"""What is run again after a change, and what is not."""

import json

import pytest

from project import jobs
from sametrials.trials.deciding_code import code_of, noted_code


def append(project, file: str, line: str = "# changed") -> None:
    path = project.folder / file
    path.write_text(f"{path.read_text()}\n{line}\n")


def test_nothing_changed_nothing_done(copied_project):
    assert "Nothing to be done" in copied_project.run()


def test_another_number_of_cores_is_no_change(copied_project):
    assert "Nothing to be done" in copied_project.run(cores=7)


@pytest.mark.parametrize(("key", "value"), [("width", 5.0), ("dpi", 100)], ids=["width", "dpi"])
def test_a_key_of_the_figures_draws_figures_only(copied_project, key, value):
    copied_project.configure(lambda config: config["figures"].update({key: value}))
    listed = jobs(copied_project.run("-n"))
    assert listed.pop("all") == listed.pop("record_provenance") == 1
    assert sum(listed.values()) == 17
    assert all(rule.startswith("plot_") for rule in listed)


def test_another_format_draws_figures_only(copied_project):
    copied_project.configure(lambda config: config["figures"].update(formats=["pdf"]))
    listed = jobs(copied_project.run("-n"))
    assert {rule for rule in listed if not rule.startswith("plot_")} == {
        *("all", "record_provenance")
    }


def test_more_calls_leave_the_data_alone(copied_project):
    copied_project.configure(lambda config: config["studies"]["gp"].update(n_calls=7))
    listed = jobs(copied_project.run("-n"))
    assert "run_search" in listed
    assert not {"download_dataset", "split_dataset"} & set(listed)


def test_a_second_study_leaves_the_first_alone(copied_project):
    copied_project.configure(
        lambda config: config["studies"].update(random={"optimizer": "random", "n_calls": 12})
    )
    listed = jobs(copied_project.run("-n"))
    assert listed["run_search"] == 1
    assert listed["plot_convergence"] == 1


def test_another_mirror_reruns_nothing(copied_project):
    copied_project.configure(lambda config: config["dataset"].update(mirrors=["https://a.test/"]))
    assert "Nothing to be done" in copied_project.run("-n")


@pytest.mark.parametrize(
    ("module", "first"),
    [
        ("sametrials/figures/study/convergence.py", {"plot_convergence"}),
        ("sametrials/tasks/keras_network/evaluation.py", {"evaluate_best_model"}),
        ("sametrials/results/collect.py", {"collect_results"}),
        ("sametrials/trials/manifest.py", {"run_search", "collect_results"}),
        ("sametrials/data/web.py", set()),
    ],
    ids=["figure", "evaluation", "results", "manifest", "download"],
)
def test_a_module_of_the_library_reruns_what_uses_it(copied_project, module, first):
    append(copied_project, f"scripts/{module}")
    listed = set(jobs(copied_project.run("-n")))
    assert first <= listed
    if first == {"plot_convergence"}:
        assert listed == {"plot_convergence", "record_provenance", "all"}
    if not first:
        assert listed == set()
    if "run_search" not in first:
        assert "run_search" not in listed


def test_a_clean_up_of_our_code_trains_nothing(copied_project):
    append(copied_project, "scripts/sametrials/search/in_process.py")
    for module in ("suggest/suggestion.py", "tasks/keras_network/training/model.py"):
        append(copied_project, f"scripts/sametrials/{module}", "something = 1")
    library = copied_project.folder / "scripts" / "sametrials"
    noted = {part: code_of(part, library) for part in noted_code()}  # as `make golden` does
    (library / "trials" / "noted_code.json").write_text(json.dumps(noted))
    said = copied_project.run("results/gp/search.json")
    assert "rule run_search" in said
    assert "gp: trial" not in said
