"""Check the configuration: each key against the schema, and keys against each other."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.config.check_dataset import check_dataset
from sametrials.config.check_enqueue import check_enqueue
from sametrials.config.check_model import (
    check_arguments,
    check_image_size,
    check_training,
    check_values,
)
from sametrials.config.check_objective import check_objective
from sametrials.config.check_space import check_space
from sametrials.config.check_study import check_study
from sametrials.config.check_trial import check_trial
from sametrials.config.messages import show
from sametrials.config.old_names import with_new_names
from sametrials.config.replicates import expand_seeds, replicate_name
from sametrials.config.schema_reader import Reader, load_schema
from sametrials.data.kind import REGRESSION, kind_of
from sametrials.data.sources import BUILT_IN
from sametrials.tasks.keras_network.arguments import METRIC_OF_A_REGRESSION, OUR_METRICS
from sametrials.tasks.keras_network.training.built_in import is_built_in


def validate_config(
    config: Mapping[str, Any], note: Callable[[str], None] = lambda text: None
) -> dict:
    """Check a configuration and fill in the defaults.

    Text that reads as a number is converted where a number is expected, because YAML 1.1 reads
    `1e-6` as text (it wants `1.0e-6`); among categories, which may be text, only if it has an
    exponent. Whole numbers get the expected type: 40.0 becomes an int, 1 a float.

    Parameters
    ----------
    config
        As read from config.yaml. The model file that it names is read (not run), since the
        search space must fit the arguments of its `create_model`; so is the file of `trial`.
    note
        Called with each line that the user should know although it is no mistake.

    Returns
    -------
    dict
        A new plain dictionary with every key of the schema, and with `objective.folds` if
        `dataset.cross_validation` is given. A study without a seed gets the
        top-level one; a study with several seeds becomes one study per seed.

    Raises
    ------
    ConfigError
        With one line for each problem: the key, what was found, what was expected.
    """
    schema = load_schema()
    reader = Reader(schema["$defs"])
    config = with_new_names(reader, config)
    plain = reader.read(config, schema)
    if not isinstance(plain, dict):
        plain = {}
    given = config if isinstance(config, Mapping) else {}
    check_trial(reader, plain, given, schema["properties"]["trial"])
    check_dataset(reader, plain, schema["properties"]["dataset"]["properties"])
    of_a_network = plain.get("trial") is None
    if of_a_network:
        check_arguments(reader, plain)
        _choose_metric(reader, plain, _section(config, "objective"))
    check_objective(reader, plain, reported=_reported(reader, plain) if of_a_network else None)
    _note_folds(plain)
    if of_a_network:
        check_training(reader, plain, _section(config, "training"))
        check_values(reader, plain, schema["properties"]["training"]["properties"])
    check_space(reader, plain)
    if of_a_network and reader.is_sound("dataset", "name"):
        name = (plain.get("dataset") or {}).get("name")
        if name in BUILT_IN:
            check_image_size(reader, plain, BUILT_IN[name].image_shape)
    for name in reader.sound_entries(plain, "studies"):
        study, given = plain["studies"][name], config["studies"][name]
        check_study(reader, study, ("studies", name), plain, given)
        _check_replicates(reader, plain["studies"], name)
    if reader.is_sound("studies"):
        studies = {("studies", name): study for name, study in plain["studies"].items()}
        check_enqueue(reader, plain, studies)
    for line in reader.notes:
        note(f"config: {line}")
    _raise_problems(reader, "config")
    plain["studies"] = expand_seeds(plain["studies"])
    for study in plain["studies"].values():
        if study["seed"] is None:
            study["seed"] = plain["seed"]
    return plain


def validate_study(
    study: Mapping[str, Any],
    search_space: Mapping[str, Mapping],
    default_parameters: Mapping[str, Any] | None = None,
    objective: Mapping[str, Any] | None = None,
    enqueue: Sequence[Mapping[str, Any]] = (),
    where: Sequence[str] = (),
) -> dict[str, Any]:
    """Check one study and its search space, which may have any names, and fill in the defaults.

    Returns
    -------
    dict
        `search_space`; `study`, with the default seed if it has none; `default_parameters`, in the
        order of the search space, or None; `enqueue`; `constraints`; `objective`.

    Raises
    ------
    ConfigError
        With one line for each problem: the key, what was found, what was expected.
    """
    schema = load_schema()
    reader = Reader(schema["$defs"])
    sections = schema["properties"]
    study = with_new_names(reader, {"studies": {"study": study}})["studies"]["study"]
    any_names = sections["search_space"] | {"propertyNames": {"type": "string"}}
    parts = {
        "search_space": any_names,
        "study": schema["$defs"]["study"],
        "default_parameters": sections["default_parameters"],
        "enqueue": sections["enqueue"],
        "constraints": sections["constraints"],
        "objective": sections["objective"],
    }
    given = {
        "search_space": search_space,
        "study": study,
        "default_parameters": default_parameters,
        "enqueue": enqueue,
        "constraints": {"where": where},
        "objective": objective or {},
    }
    plain = reader.read(given, {"type": "object", "properties": parts})
    check_objective(reader, plain)
    check_space(reader, plain)
    if reader.is_sound("study"):
        check_study(reader, plain["study"], ("study",), plain, study)
        if isinstance(plain["study"]["seed"], list):
            reader.complain(("study", "seed"), show(plain["study"]["seed"]), "one seed or null")
    if reader.is_sound("study"):
        check_enqueue(reader, plain, {("study",): plain["study"]})
    _raise_problems(reader)
    if plain["study"]["seed"] is None:
        plain["study"]["seed"] = sections["seed"]["default"]
    return plain


def _choose_metric(reader: Reader, plain: dict, given: Any) -> None:
    """Fill in the metric of a regression, which has no accuracy."""
    chosen = isinstance(given, Mapping) and "metric" in given
    sound = reader.is_sound("dataset") and reader.is_sound("objective")
    if sound and not chosen and kind_of(plain["dataset"]) == REGRESSION:
        plain["objective"]["metric"] = METRIC_OF_A_REGRESSION


def _note_folds(plain: Mapping[str, Any]) -> None:
    """Let the objective know of how many folds a value is the mean; users do not write that key."""
    dataset, objective = plain.get("dataset"), plain.get("objective")
    if isinstance(dataset, dict) and isinstance(objective, dict):
        folds = dataset.get("cross_validation")
        objective |= {} if folds is None else {"folds": folds}


def _section(config: Any, name: str) -> Any:
    return config.get(name) if isinstance(config, Mapping) else None


def _reported(reader: Reader, plain: Mapping[str, Any]) -> Sequence[str] | None:
    """List the metrics that the training reports; None if they are not known yet."""
    if not is_built_in(plain.get("model")) or not reader.is_sound("dataset"):
        return None
    return OUR_METRICS[kind_of(plain["dataset"])]


def _check_replicates(reader: Reader, studies: dict, name: str) -> None:
    seeds = studies[name]["seed"]
    for i, seed in enumerate(seeds if isinstance(seeds, list) else ()):
        replicate = replicate_name(name, seed)
        if replicate in studies:
            found = f"{seed}, which makes a second study {replicate}"
            reader.complain(("studies", name, "seed", i), found, "another seed or another name")


def _raise_problems(reader: Reader, label: str = "") -> None:
    if reader.problems:
        raise ConfigError("\n".join(reader.lines(label)))
