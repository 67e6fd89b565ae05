"""A description of a study's files by the standard of RO-Crate: what was made from what, by what.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) with the profile Process Run Crate 0.5
(https://w3id.org/ro/wfrun/process/0.5): an action for each rule, with its program and the files it
made, and one for all of them together, with the data, the configuration and the command.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from hpo.common.files import sha256_of_file
from hpo.report.ingredients import Used
from hpo.report.origin import Origin

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
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


class Step(NamedTuple):
    """A rule, what it is for, and which of the study's files it made."""

    rule: str
    purpose: str
    files: list[str]


def crate(
    study: str, folder: str | Path, steps: Iterable[Step], used: Used, origin: Origin
) -> dict:
    """Describe the files of a study.

    Parameters
    ----------
    study
        Its name.
    folder
        results/<study>: the root of the crate, in which all files lie.
    steps
        The rules; their files are paths as seen from where `folder` is.
    used, origin
        What they were made with, where and how.

    Returns
    -------
    dict
        The content of ro-crate-metadata.json.
    """
    folder, steps = Path(folder), list(steps)
    files = {path: _file(path, folder) for step in steps for path in step.files}
    actions = [_action(step, files) for step in steps]
    newest = max(action["endTime"] for action in actions)
    versions = [
        _property(f"#package-{name}", name, version) for name, version in used.versions.items()
    ]
    given = [
        *(
            _property(f"#data-{number}", f"SHA-256 of {name}", digest)
            for number, (name, digest) in enumerate(used.data.items(), start=1)
        ),
        _property("#config", "SHA-256 of the configuration of the study", used.config),
    ]
    workflow = {
        "@id": "#workflow",
        "@type": "SoftwareApplication",
        "name": "Reproducible hyper-parameter search",
        "description": "A Snakemake workflow" + _state(origin),
        "version": origin.commit or "unknown",
        "softwareRequirements": _references(versions),
    }
    whole = {
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
        "license": {"@id": "#license"},
        "conformsTo": {"@id": PROFILE},
        "hasPart": _references(files.values()),
        "mentions": _references([whole, *actions]),
    }
    entities = [
        _descriptor(),
        root,
        _profile(),
        _license(),
        whole,
        workflow,
        *given,
        *versions,
        *actions,
        *(_program(step, origin) for step in steps),
        *files.values(),
    ]
    return {"@context": f"{SPECIFICATION}/context", "@graph": entities}


def _file(path: str, folder: Path) -> Entity:
    file = Path(path)
    return {
        "@id": str(file.relative_to(folder)),
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


def _descriptor() -> Entity:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _profile() -> Entity:
    return {
        "@id": PROFILE,
        "@type": "CreativeWork",
        "name": "Process Run Crate",
        "version": PROFILE.rpartition("/")[2],
    }


def _license() -> Entity:
    return {
        "@id": "#license",
        "@type": "CreativeWork",
        "name": "not stated",
        "description": "Whoever publishes these results chooses it; the images have their own.",
    }


def _state(origin: Origin) -> str:
    if origin.commit is None:
        return "; its commit is not known"
    return ", as committed" if origin.clean else ", with changes that were not committed"


def _time(file: Path) -> str:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _reference(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}


def _references(entities: Iterable[Entity]) -> list[Entity] | Entity:
    """Refer to entities: a list, but a single one by itself, as the specification recommends."""
    references = [_reference(entity) for entity in entities]
    return references[0] if len(references) == 1 else references
