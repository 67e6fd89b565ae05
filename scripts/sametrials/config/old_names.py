"""Renamed keys of config.yaml whose old names are still understood."""

from collections.abc import Mapping
from typing import Any

from sametrials.config.schema_reader import Reader
from sametrials.study.objective import DEFAULT_METRIC

OLD_STUDY_KEYS = {"target_accuracy": "target"}


def with_new_names(reader: Reader, config: Any) -> Any:
    """Rename the old keys of the studies, and note their new names.

    An old name stays, and is reported as a problem, if the new one is there, too, or if it does not
    fit the metric: a target accuracy where another metric is optimised.
    """
    studies = config.get("studies") if isinstance(config, Mapping) else None
    if not isinstance(studies, Mapping):
        return config
    objective = config.get("objective")
    metric = objective.get("metric", DEFAULT_METRIC) if isinstance(objective, Mapping) else None
    renamed = {}
    for name, study in studies.items():
        renamed[name] = study
        for old, new in OLD_STUDY_KEYS.items():
            if not isinstance(study, Mapping) or old not in study:
                continue
            if new in study:
                reader.complain(("studies", name, old), "an old name", f"{new} alone, its new name")
                continue
            if metric not in (None, DEFAULT_METRIC):
                wanted = f"{new}, the new name of this key, with a value of {metric}"
                reader.complain(("studies", name, old), "an old name", wanted)
                continue
            renamed[name] = {(new if key == old else key): study[key] for key in study}
            reader.notes.append(f"studies.{name}.{old} is now called {new}")
    return {**config, "studies": renamed}
