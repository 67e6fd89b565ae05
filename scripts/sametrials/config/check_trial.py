"""Check what carries out a trial in place of a Keras network: the section `trial`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.config.messages import show
from sametrials.config.schema_reader import Reader
from sametrials.tasks.command.declared import check_program
from sametrials.tasks.python_function.declared import check_file


def check_trial(
    reader: Reader, plain: dict, given: Mapping[str, Any], section: Mapping[str, Any]
) -> None:
    """Check the section `trial` and those that it excludes; a path alone becomes a mapping.

    Parameters
    ----------
    reader
        Collects the problems.
    plain
        The configuration read so far; with `trial` it gets no settings of a network.
    given
        The configuration before its defaults were filled in.
    section
        The schema of the section.
    """
    if not reader.is_sound("trial"):
        return
    if plain.get("trial") is None:
        _check_that_there_is_data(reader, plain)
        return
    if isinstance(plain["trial"], str):
        plain["trial"] = reader.read({"file": plain["trial"]}, section, ("trial",))
    _check_what_runs(reader, plain["trial"])
    _check_files(reader, plain["trial"]["files"])
    _check_that_no_network_is_described(reader, plain, given)
    _check_that_the_metric_is_given(reader, given)
    _check_constants(reader, plain)


def _check_that_there_is_data(reader: Reader, plain: Mapping[str, Any]) -> None:
    if "dataset" in plain and plain["dataset"] is None:
        wanted = "a mapping, since the network learns from data (null is for trial)"
        reader.complain(("dataset",), "null", wanted)


def _check_what_runs(reader: Reader, trial: Mapping[str, Any]) -> None:
    both = [key for key in ("file", "command") if trial[key] is not None]
    if len(both) != 1:
        found = " and ".join(both) or "neither file nor command"
        reader.complain(("trial",), found, "one of file and command")
        return
    if trial["environment"] is not None:
        _check_environment(reader, trial)
    try:
        if trial["file"] is not None:
            check_file(trial["file"])
        elif "/" in trial["command"][0]:  # other names may be of the machine that runs the trials
            check_program(trial["command"][0])
    except ConfigError as error:
        reader.problems["trial", both[0]] = str(error)


def _check_environment(reader: Reader, trial: Mapping[str, Any]) -> None:
    path = ("trial", "environment")
    if trial["command"] is not None:
        wanted = "null, since it is for file (the first word of a command is its interpreter)"
        reader.complain(path, show(trial["environment"]), wanted)
    elif not Path(trial["environment"]).is_file():
        wanted = "the path of a Python interpreter, such as .venv/bin/python, or of a conda file"
        reader.complain(path, f"no file {trial['environment']}", wanted)


def _check_files(reader: Reader, files: list[str]) -> None:
    for i, file in enumerate(files):
        if not Path(file).is_file():
            reader.complain(("trial", "files", i), f"no file {file}", "the path of a file")


def _check_that_no_network_is_described(
    reader: Reader, plain: dict, given: Mapping[str, Any]
) -> None:
    if plain.get("model") is not None and reader.is_sound("model"):
        wanted = "null, since trial is given (model is a network of Keras)"
        reader.complain(("model",), show(plain["model"]), wanted)
    training = given.get("training")
    for key in training if isinstance(training, Mapping) else ():
        wanted = "nothing, since trial is given: put it into constants or search_space"
        reader.complain(("training", key), show(training[key]), wanted)
    plain["training"] = {}


def _check_that_the_metric_is_given(reader: Reader, given: Mapping[str, Any]) -> None:
    objective = given.get("objective", {})
    if isinstance(objective, Mapping) and "metric" not in objective:
        wanted = "the name of a metric that trial reports, such as val_loss"
        reader.complain(("objective", "metric"), "nothing", wanted)


def _check_constants(reader: Reader, plain: Mapping[str, Any]) -> None:
    searched = reader.sound_entries(plain, "search_space")
    for name in reader.sound_entries(plain, "constants"):
        if name in searched:
            wanted = "a name that is not in search_space"
            reader.complain(("constants", name), "a hyper-parameter that is searched", wanted)
