"""What config/README.md and config.yaml say of the keys."""

import os
import re

import pytest
import yaml
from experiments import ROOT, changed, experiment
from reference import all_parts, describe, reference_table

from sametrials.config.schema_reader import load_schema
from sametrials.config.validate import validate_config, validate_study

README = ROOT / "config" / "README.md"


def test_the_readme_holds_the_reference_made_from_the_schema():
    start, end = "<!-- reference -->\n", "<!-- end of reference -->"
    before, _, rest = README.read_text().partition(start)
    found, _, after = rest.partition(end)
    if os.environ.get("UPDATE_README"):
        README.write_text(before + start + "\n" + reference_table() + "\n" + end + after)
        return
    assert found.strip() == reference_table().strip(), (
        "config/README.md differs from schemas/config.schema.yaml. To write the table anew: "
        "UPDATE_README=1 pytest tests/unit/config/test_documentation_of_keys.py -k readme_holds"
    )


EXAMPLES = re.findall(r"```yaml\n(studies:.*?)```", README.read_text(), re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_studies_in_the_readme_are_valid(example):
    validate_config(experiment() | yaml.safe_load(example))


def test_the_search_spaces_of_the_readme_are_valid():
    blocks = map(
        yaml.safe_load,
        re.findall(r"^```yaml\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE),
    )
    spaces = [each["search_space"] for each in blocks if list(each) == ["search_space"]]
    assert len(spaces) > 1
    for space in spaces:
        validate_study({}, space)


def test_the_numbers_that_the_readme_tells_of_its_grid_are_right():
    [example] = [text for text in EXAMPLES if "of 270 points" in text]
    study = yaml.safe_load(example)["studies"]["grid"]
    del study["n_calls"]
    valid = validate_config(changed(("studies", "gp"), study))
    assert valid["studies"]["gp"]["n_calls"] == 271


def test_the_reference_has_every_key_with_default_and_description():
    schema = load_schema()
    keys = {row.key: row for row in describe(schema, schema["$defs"])}
    table = reference_table()
    for place, _ in all_parts():
        key = re.sub(r"\(\d\)", "", place.replace("*", "<name>")).removeprefix("config").strip(".")
        if key and "[]" not in key:
            assert key in keys, place
    assert keys["training.epochs"].default == "`3`"
    assert keys["dataset.train"].default == "`null`"
    assert keys["studies"].default == "required"
    for row in keys.values():
        assert row.meaning in table


def test_the_comments_of_config_yaml_explain_each_key():
    for line in (ROOT / "config.yaml").read_text().splitlines():
        if re.match(r"\s+\w+: [^ ]", line) or line.startswith("seed:"):
            assert " # " in line, line
