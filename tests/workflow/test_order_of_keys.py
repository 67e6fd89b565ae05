"""In which order the keys of a configuration stand decides nothing, and makes nothing anew."""

import csv
import io
import json
from collections.abc import Mapping

TRIAL = """
def train(hyper_parameters, data, seed, report):
    momentum = hyper_parameters.get("momentum", 0.5)
    return {"cost": abs(hyper_parameters["x"] - hyper_parameters["shift"]) + momentum}
"""
TABLE = "results/gp/trials.csv"


def turned(value, in_order):
    """The same with the keys of each mapping in another order."""
    if isinstance(value, Mapping):
        return {key: turned(value[key], in_order) for key in in_order(value)}
    return [turned(each, in_order) for each in value] if isinstance(value, list) else value


def rows(table):
    return [dict(sorted(row.items())) for row in csv.DictReader(io.StringIO(table))]


def test_a_sorted_or_turned_file_or_one_in_json_has_the_same_trials_and_makes_nothing_anew(project):
    project.search_by_function(TRIAL, n_calls=5)
    project.config["constants"] = {"shift": 0.25, "a": None}
    project.config["search_space"] |= {
        "momentum": {"type": "real", "low": 0, "high": 0.9, "step": 0.1, "when": {"kind": "flat"}},
        "batch": {"type": "integer", "low": 16, "high": 64, "base": 2},
    }
    project.config["default_parameters"] = {"x": 0, "kind": "round", "batch": 16}
    project.config["studies"]["by_hand"] = {"optimizer": "random", "n_calls": 3}
    project.run("all", cores=2)
    table, config = project.table(), project.config
    assert table.splitlines()[0] == "rank,trial,state,cost,x,kind,momentum,batch"

    for in_order in (sorted, lambda keys: list(keys)[::-1]):
        project.config = turned(config, in_order)
        assert "Nothing to be done" in project.run("all", cores=2)
    (project.folder / "config.json").write_text(json.dumps(project.config))
    written_out = json.loads(json.dumps(project.config))
    written_out["search_space"]["x"] |= {"prior": "uniform", "low": -1.0}
    written_out["seed"] = 3
    project.config = written_out
    assert "Nothing to be done" in project.run("all", cores=2)

    (project.folder / "results").rename(project.folder / "first results")
    said = project.run("--configfile", "config.json", "--", TABLE, cores=3)
    assert "not used" not in said
    again = project.table()
    assert again.splitlines()[0] == "rank,trial,state,cost,batch,momentum,kind,x"
    assert rows(again) == rows(table)
