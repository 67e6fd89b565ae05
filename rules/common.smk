# What all rules need: the checked configuration, and the modules that a script imports.

import re
import shlex
import sys
from collections import defaultdict
from pathlib import Path

if set("{}") & set(str(SCRIPTS)):
    sys.exit(
        f"{SCRIPTS.parent}: found a brace in the project's path, expected none, since Snakemake "
        "takes it for a wildcard; move the project"
    )
# Snakemake puts the path of Python into shell commands as it is. (Another module may have quoted it.)
if Path(sys.executable).exists():
    sys.executable = shlex.quote(sys.executable)

from sametrials.common.addresses import hide_secrets, without_secrets
from sametrials.common.environment import fix_environment
from sametrials.common.errors import ConfigError
from sametrials.common.files import sha256_of_file, sha256_of_json
from sametrials.common.instructions import check_processor
from sametrials.common.mappings import sorted_by_key
from sametrials.common.python_imports import imported_files
from sametrials.config.one_study import study_config
from sametrials.config.replicates import group_replicates
from sametrials.config.validate import validate_config
from sametrials.data.kind import examples_of
from sametrials.data.sources import keep_secrets
from sametrials.report.origin import remember_command
from sametrials.search.retries import MAX_KILLS
from sametrials.study import phases
from sametrials.tasks.python_function.environment import INTERPRETER, is_conda_file
from sametrials.tasks.shown import code_identity, model_suffix, shown_by, users_files
from sametrials.trials.deciding_code import ENGINE, code_identity_of
from sametrials.trials.trial_files import TrialFiles

without_effect = fix_environment()
if without_effect:
    say_once(
        f"environment: found {', '.join(without_effect)}, expected none of them, since they could "
        "change results; the steps run without"
    )

# A module below a prefix writes all below it. Snakemake adds the prefix to the files of rules by itself.
PATHS = workflow.modifier.path_modifier


def placed(path):
    """Return the path of a result as the rules' jobs see it: below the prefix of a module."""
    return PATHS.replace_prefix(path)


# What others hand to a module stays theirs, and as it is: it may be read again for another module.
GIVEN = config
try:
    config = validate_config(GIVEN, note=say_once)
    check_processor(config["instructions"])
except ConfigError as error:
    sys.exit(str(error))
fix_environment(instructions=config["instructions"])
remember_command(sys.argv)

# Snakemake writes its command line and the configuration into files, where no password may stand.
# The jobs find the passwords by the folder of the data.
sys.argv[1:] = map(hide_secrets, sys.argv[1:])
config["kept_as"] = placed("results/data")
config["dataset"] = keep_secrets(config["dataset"], config["kept_as"])
if GIVEN.get("dataset"):
    GIVEN["dataset"] = without_secrets(GIVEN["dataset"])
say_what_is_to_do()


wildcard_constraints:
    study="|".join(config["studies"]),
    trial=r"\d+",


# How a category of the report begins: a workflow may have several modules.
OF_MODULE = f"{workflow.modifier.namespace}: " if IS_MODULE else ""

# What rules may have as params. In which order keys stand in a file decides nothing; a script that shows
# them in that order finds it in snakemake.config.
PLAIN = sorted_by_key(config)

# The studies that are compared. Replicates of a strategy stand together.
COMPARED = [
    {"name": study, "strategy": strategy, "seed": PLAIN["studies"][study]["seed"]}
    for strategy, replicates in group_replicates(PLAIN["studies"]).items()
    for study in replicates
]

# A trial may need no data: then all keys are None, and the rules make nothing.
DATASET = config["dataset"] or defaultdict(lambda: None)
IS_FETCHED = DATASET["format"] == "idx" and DATASET["path"] is None
IS_FOLDER = DATASET["format"] == "images" or (DATASET["format"] == "idx" and not IS_FETCHED)


def folds_after_the_first(dataset):
    """List the files of the other folds of a cross-validation; the first is in that of the data set."""
    numbers = range(2, (DATASET["cross_validation"] or 1) + 1)
    return [f"results/data/{dataset}-fold-{number}.npz" for number in numbers]


# The data set as an input: none, if a trial needs no data. A search also needs the files of its folds.
DATA = [] if config["dataset"] is None else f"results/data/{config['dataset']['name']}.npz"
FOLDS = folds_after_the_first(DATASET["name"])

# The Python of a conda environment of the user's own, as an input: none, if there is none.
OWN_ENVIRONMENT = (
    [INTERPRETER] if config["trial"] and is_conda_file(config["trial"]["environment"]) else []
)

BEST_MODEL = f"best_model{model_suffix(config)}"


# What stands for the code that decides a trial: the versions of our parts, the digests of the user's
# files. It is a param: a change reruns the jobs of trials.
DECIDING_CODE = {**code_identity_of(ENGINE), **code_identity(config)}


def name_if(condition):
    """Return what the rules for some formats match: the name of the data set, or nothing."""
    return re.escape(DATASET["name"]) if condition else "(?!)"


def code(files, folder):
    """Return the digest of Python files. It is a param: a change reruns the rule."""
    return sha256_of_json({str(file.relative_to(folder)): sha256_of_file(file) for file in files})


def library(script):
    """Return the digest of the modules that a script imports; Snakemake watches the script only."""
    return code(imported_files(SCRIPTS / script, SCRIPTS), SCRIPTS)


def users_code():
    """Return the digest of the user's files that decide a trial; None if there are none."""
    files = users_files(config)
    return sha256_of_json({str(file): sha256_of_file(file) for file in files}) if files else None


def if_shown(what, file):
    """Return a file if the task can show what it is of; as an input, no file if it cannot."""
    return file if what in shown_by(config) else []


def of_all_studies(file):
    """List a file of each study that is compared, in the order of COMPARED."""
    return [f"results/{study['name']}/{file}" for study in COMPARED]


def importance_of_columns(file):
    """The table of how much each column matters, as an output; none if there are no columns."""
    return {"importance": file} if "columns" in shown_by(config) else {}


# What the examples of the data set are called, in captions.
NOUN = "examples" if config["dataset"] is None else examples_of(config["dataset"])
