"""The Python of a conda environment of the user's own, in place of the environment's file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def with_interpreter(config: Mapping[str, Any], noted: Sequence[str | Path]) -> dict[str, Any]:
    """Name the interpreter that runs the user's function.

    Parameters
    ----------
    config
        Checked keys of the configuration, `trial` among them.
    noted
        The file in which the rules have noted the path of the Python of the conda environment that
        `trial.environment` asks for; none if it asks for none.

    Returns
    -------
    dict
        The same, with that path as `trial.environment`.
    """
    config = dict(config.items())  # of Snakemake's params, too
    for file in noted:
        interpreter = Path(file).read_text(encoding="utf-8").strip()
        config["trial"] = {**config["trial"], "environment": interpreter}
    return config
