"""The schema of the configuration."""

from jsonschema import Draft202012Validator
from reference import all_parts

from sametrials.config.schema_reader import load_schema, resolve


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(load_schema())


def test_every_mapping_of_the_schema_refuses_unknown_keys():
    for place, schema in all_parts():
        if "object" in schema.get("type", "") and "oneOf" not in schema:
            others = schema.get("additionalProperties")
            assert others is False or isinstance(others, dict), place


def test_every_key_of_the_schema_has_a_description_and_a_default_or_is_required():
    definitions = load_schema()["$defs"]
    for place, schema in all_parts():
        for key, part in schema.get("properties", {}).items():
            part = resolve(part, definitions)
            assert part.get("description"), f"{place}.{key}"
            assert ("default" in part) != (key in schema.get("required", ())), f"{place}.{key}"


def test_every_part_of_the_schema_says_what_it_wants():
    for place, schema in all_parts():
        assert {"type", "enum", "const", "oneOf"} & set(schema), place


def test_the_schema_uses_only_keywords_that_the_reader_understands():
    understood = {
        *(
            "type",
            "enum",
            "const",
            "not",
            "pattern",
            "minimum",
            "maximum",
            "minItems",
            "exclusiveMinimum",
        ),
        *("minProperties", "uniqueItems", "items", "properties", "additionalProperties"),
        *("propertyNames", "required", "oneOf", "default", "title", "description"),
        *("$schema", "$defs", "$comment"),
    }
    for place, schema in all_parts():
        assert set(schema) <= understood, place
