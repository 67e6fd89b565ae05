"""A description of a study's files by the standard RO-Crate: which rule made what, and from what.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) with the profile Process Run Crate 0.5
(https://w3id.org/ro/wfrun/process/0.5). There is an action for each rule, with its program and the
files that it made. One more action stands for all rules together, with data, configuration and
command.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sametrials.common.files import sha256_of_file
from sametrials.report.ingredients import Ingredients
from sametrials.report.origin import Origin

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".keras": "application/zip",
    ".npz": "application/zip",
    ".pdf": "application/pdf",
    ".pkl": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}

Entity = dict[str, Any]

DESCRIPTOR: Entity = {
    "@id": METADATA,
    "@type": "CreativeWork",
    "conformsTo": {"@id": SPECIFICATION},
    "about": {"@id": "./"},
}
PROFILE: Entity = {
    "@id": "https://w3id.org/ro/wfrun/process/0.5",
    "@type": "CreativeWork",
    "name": "Process Run Crate",
    "version": "0.5",
}
LICENSE: Entity = {
    "@id": "#license",
    "@type": "CreativeWork",
    "name": "not stated",
    "description": "Whoever publishes these results chooses it; the images have their own.",
}


class Step(NamedTuple):
    """A rule: its name, what it is for, and which of the study's files it made."""

    rule: str
    purpose: str
    files: list[str]


def ro_crate(
    study: str,
    folder: str | Path,
    steps: Iterable[Step],
    ingredients: Ingredients,
    origin: Origin,
) -> dict[str, Any]:
    """Describe the files of a study.

    Parameters
    ----------
    study
        Its name.
    folder
        results/<study>: the root of the crate, in which all files lie.
    steps
        The rules, with the names of their files in `folder`.
    ingredients, origin
        What the files were made from, where and how.

    Returns
    -------
    dict
        The content of ro-crate-metadata.json.
    """
    folder, steps = Path(folder), list(steps)
    files = {name: _file(name, folder) for step in steps for name in step.files}
    actions = [_action(step, files) for step in steps]
    newest = max(action["endTime"] for action in actions)
    versions = [
        _property(f"#package-{name}", name, version)
        for name, version in ingredients.versions.items()
    ]
    given = _given(ingredients)
    workflow = _workflow(origin, versions)
    run = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"All rules of study {study}",
        "description": f"Command: {origin.command or 'unknown'}. Processor: {origin.processor}, "
        f"{origin.system}.",
        "instrument": _reference(workflow),
        "object": _references(given),
        "result": _references(files.values()),
        "endTime": newest,
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Hyper-parameter search, study {study}",
        "description": "The trials of a search, the best model and the figures, with what they "
        "were made from: configuration, data, packages, commit and command.",
        "datePublished": newest,
        "license": _reference(LICENSE),
        "conformsTo": _reference(PROFILE),
        "hasPart": _references(files.values()),
        "mentions": _references([run, *actions]),
    }
    programs = [_program(step, origin) for step in steps]
    known = [DESCRIPTOR, root, PROFILE, LICENSE, run, workflow]
    entities = [*known, *given, *versions, *actions, *programs, *files.values()]
    return {"@context": f"{SPECIFICATION}/context", "@graph": entities}


def _given(ingredients: Ingredients) -> list[Entity]:
    """Describe what went into the study."""
    data = [
        _property(f"#data-{number}", f"SHA-256 of {name}", digest)
        for number, (name, digest) in enumerate(ingredients.data.items(), start=1)
    ]
    name = "SHA-256 of the configuration of the study"
    return [*data, _property("#config", name, ingredients.config)]


def _workflow(origin: Origin, versions: Iterable[Entity]) -> Entity:
    return {
        "@id": "#workflow",
        "@type": "SoftwareApplication",
        "name": "Reproducible hyper-parameter search",
        "description": "A Snakemake workflow" + _state(origin),
        "version": origin.commit or "unknown",
        "softwareRequirements": _references(versions),
    }


def _file(name: str, folder: Path) -> Entity:
    file = folder / name
    return {
        "@id": name,
        "@type": "File",
        "name": file.name,
        "contentSize": str(file.stat().st_size),
        "encodingFormat": TYPES.get(file.suffix, "application/octet-stream"),
        "identifier": f"sha256:{sha256_of_file(file)}",
        "dateModified": _time(file),
    }


def _action(step: Step, files: Mapping[str, Entity]) -> Entity:
    made = [files[path] for path in step.files]
    return {
        "@id": f"#action-{step.rule}",
        "@type": "CreateAction",
        "name": f"Rule {step.rule}",
        "description": step.purpose,
        "instrument": {"@id": f"#rule-{step.rule}"},
        "result": _references(made),
        "endTime": max(file["dateModified"] for file in made),
    }


def _program(step: Step, origin: Origin) -> Entity:
    return {
        "@id": f"#rule-{step.rule}",
        "@type": "SoftwareApplication",
        "name": step.rule,
        "description": step.purpose,
        "version": origin.commit or "unknown",
        "isPartOf": {"@id": "#workflow"},
    }


def _property(identifier: str, name: str, value: str) -> Entity:
    return {"@id": identifier, "@type": "PropertyValue", "name": name, "value": value}


def _state(origin: Origin) -> str:
    if origin.commit is None:
        return "; its commit is not known"
    return ", as committed" if origin.clean else ", with changes that were not committed"


def _time(file: Path) -> str:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _reference(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}


def _references(entities: Iterable[Entity]) -> list[Entity] | Entity:
    """Refer to entities: a list, or one reference alone, as the specification recommends."""
    references = [_reference(entity) for entity in entities]
    return references[0] if len(references) == 1 else references
