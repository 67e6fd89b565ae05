"""Which points come first (`enqueue`) and when a search ends (`stop_after`), through the rules."""

from project import jobs

FUNCTION = """
def train(hyper_parameters, data, seed, report):
    return {"cost": abs(hyper_parameters["x"]) + (hyper_parameters["kind"] == "flat")}
"""
TABLE = "results/gp/trials.csv"
BEST = {"x": 0.0, "kind": "round"}
"""No point is better, so the search ends with the second trial after the initial design."""


def test_points_come_first_and_the_search_ends_alike_in_one_process_and_as_jobs(project):
    project.search_by_function(FUNCTION, n_calls=6)
    project.config["enqueue"] = [{"kind": "flat"}, BEST]
    study = project.config["studies"]["gp"]
    study["stop_after"] = {"no_improvement": 2}
    project.config["studies"]["grid"] = {"optimizer": "grid"}
    said = project.run(TABLE, cores=3)
    assert "config: enqueue is not for studies.grid, whose points are all fixed" in said
    assert "trial 4 is the last of 2 in a row that brought nothing better than trial 1" in said
    kept, table = project.records(), project.table()
    points = [kept[name]["hyper_parameters"] for name in sorted(kept)]
    assert table.count("complete") == 5
    assert points[0]["kind"] == "flat"
    assert points[1] == BEST

    (project.folder / "results").rename(project.folder / "of one process")
    listed = jobs(project.run(TABLE, "--config", "dispatch=jobs", cores=3))
    assert listed["run_trial"] == 6  # the last one ends at once
    assert project.table() == table

    made = records_as_they_are(project)
    del study["stop_after"]
    said = project.run(TABLE, "--config", "dispatch=jobs", cores=3)
    assert "not used and kept" not in said
    assert made.items() <= records_as_they_are(project).items()  # none was trained again
    assert project.table().count("complete") == 6


def records_as_they_are(project):
    """The records of the trials, with the time that each took."""
    return {file.name: file.read_bytes() for file in project.path("trials").glob("*.json")}
