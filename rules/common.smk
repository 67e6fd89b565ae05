# What all rules need: the checked configuration, and which modules a script is made of.

import sys
from pathlib import Path

SCRIPTS = Path(workflow.basedir) / "scripts"
sys.path.insert(0, str(SCRIPTS))

from hpo.config.validate import validate_config
from hpo.common.errors import ConfigError
from hpo.common.files import sha256_of_file, sha256_of_json
from hpo.trials.deciding_code import code_digests
from hpo.common.python_imports import imported_files
from hpo.report.origin import remember_command
from hpo.config.replicates import group_replicates
from hpo.study.phases import most_processes
from hpo.config.one_study import study_config

try:
    config.update(validate_config(config))
except ConfigError as error:
    sys.exit(str(error))
remember_command(sys.argv)


wildcard_constraints:
    study="|".join(config["studies"]),
    trial=r"\d+",


# The studies as they are compared: replicates, which differ in the seed only, beside each other.
COMPARED = [
    {"name": study, "strategy": strategy, "seed": config["studies"][study]["seed"]}
    for strategy, replicates in group_replicates(config["studies"]).items()
    for study in replicates
]

DATA = f"results/data/{config['dataset']['name']}.npz"


def code(files, folder):
    """Digest of Python files: as a param, a change of one reruns the rule."""
    return sha256_of_json({str(file.relative_to(folder)): sha256_of_file(file) for file in files})


def library(script):
    """Digest of the library modules that a script imports. (Snakemake watches the script only.)"""
    return code(imported_files(SCRIPTS / script, SCRIPTS), SCRIPTS)


def model_code():
    """Digest of the user's model file and what it imports from beside it."""
    if config["model"] is None:
        return None
    file = Path(config["model"])
    return code([file, *imported_files(file, file.parent)], file.parent)


def study_results(study):
    """All the files that a study ends with."""
    folder = f"results/{study}"
    confirmation = [f"{folder}/confirmation.csv"] if config["studies"][study]["confirm"] else []
    return [
        f"{folder}/trials.csv",
        f"{folder}/timings.csv",
        f"{folder}/learning_curves.csv",
        f"{folder}/search_result.pkl",
        f"{folder}/best_trial.json",
        f"{folder}/best_model.keras",
        f"{folder}/evaluation.json",
        *confirmation,
        *figure_targets(study),
        *description(study),
    ]


def of_all_studies(file):
    """A file of each study that is compared, in the order of COMPARED."""
    return [f"results/{study['name']}/{file}" for study in COMPARED]


def comparison_results():
    """All files of the comparison; none if there is nothing to compare."""
    if len(COMPARED) == 1:
        return []
    names = ("accuracy_by_trial", "accuracy_by_time", "regret", "accuracy_distribution")
    figures = [file for name in names for file in figure_files(name, "comparison")]
    return ["results/comparison/comparison.csv", *figures]
