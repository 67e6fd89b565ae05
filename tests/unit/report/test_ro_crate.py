import pytest

from sametrials.common.files import sha256_of_file
from sametrials.report.ingredients import Ingredients
from sametrials.report.origin import Origin
from sametrials.report.ro_crate import Step, ro_crate

INGREDIENTS = Ingredients({"the images": "d1"}, {"keras": "3.10.0", "numpy": "2.1.3"}, "d2")
ORIGIN = Origin("c0ffee", True, "snakemake --cores 2", "A processor", "Linux")


@pytest.fixture
def study_folder(tmp_path):
    folder = tmp_path / "results" / "gp"
    (folder / "plots").mkdir(parents=True)
    for name in ("trials.csv", "timings.csv", "plots/a.svg"):
        (folder / name).write_text(f"content of {name}")
    return folder


@pytest.fixture
def entities(study_folder):
    steps = [
        Step("collect", "Collect.", ["trials.csv", "timings.csv"]),
        Step("plot", "Draw.", ["plots/a.svg"]),
    ]
    graph = ro_crate("gp", study_folder, steps, INGREDIENTS, ORIGIN)["@graph"]
    return {entity["@id"]: entity for entity in graph}


def references(value):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            for each in value.values():
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_reference_leads_to_an_entity_of_the_crate_or_a_standard(entities):
    found = set(references(list(entities.values())))
    assert len(found) > 10
    assert found - set(entities) == {"https://w3id.org/ro/crate/1.1"}


def test_every_file_has_its_digest_and_size(entities, study_folder):
    for name in ("trials.csv", "plots/a.svg"):
        file = study_folder / name
        assert entities[name]["identifier"] == f"sha256:{sha256_of_file(file)}"
        assert entities[name]["contentSize"] == str(file.stat().st_size)
    assert {each["@id"] for each in entities["./"]["hasPart"]} == {
        *("trials.csv", "timings.csv", "plots/a.svg")
    }


def test_every_file_was_made_by_a_rule(entities):
    action = entities["#action-plot"]
    assert action["result"] == {"@id": "plots/a.svg"}
    assert entities[action["instrument"]["@id"]]["name"] == "plot"
    assert action["endTime"] == entities["plots/a.svg"]["dateModified"]


def test_the_run_names_command_data_configuration_packages_and_commit(entities):
    run = entities["#run"]
    assert "snakemake --cores 2" in run["description"]
    assert {entities[each]["value"] for each in references(run["object"])} == {"d1", "d2"}
    workflow = entities[run["instrument"]["@id"]]
    assert workflow["version"] == "c0ffee"
    packages = [entities[each] for each in references(workflow["softwareRequirements"])]
    assert {each["name"]: each["value"] for each in packages} == INGREDIENTS.versions


@pytest.mark.parametrize(
    ("commit", "clean", "said"),
    [("c0ffee", False, "not committed"), (None, None, "not known"), ("c0ffee", True, "as comm")],
)
def test_the_state_of_the_code_is_said(study_folder, commit, clean, said):
    origin = Origin(commit, clean, None, "A processor", "Linux")
    steps = [Step("collect", "Collect.", ["trials.csv"])]
    graph = ro_crate("gp", study_folder, steps, INGREDIENTS, origin)["@graph"]
    (workflow,) = [each for each in graph if each["@id"] == "#workflow"]
    assert said in workflow["description"]
    assert workflow["version"] == (commit or "unknown")
