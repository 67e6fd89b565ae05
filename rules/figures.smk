# The figures: a rule plot_<name> for each entry of sametrials.figures.catalogue, where a new one is added.

from functools import cache

from sametrials.figures.catalogue import ENTRIES
from sametrials.study.objective import Objective
from sametrials.study.optimizers import surrogate_of

OBJECTIVE = Objective(**config["objective"])

# One format goes into the report: the first of these that is configured.
REPORT_FORMAT = next(
    format for format in ("svg", "png", "pdf") if format in config["figures"]["formats"]
)

# How captions speak of the objective. It follows from the param `objective`.
WORDING = {
    "label": OBJECTIVE.label,
    "better": OBJECTIVE.better,
    "error_axis": OBJECTIVE.scale([]) == "error",
    "examples": NOUN,
}

# The files that figures of a study are drawn from, by the names that the catalogue gives them.
FIGURE_INPUTS = {
    "trials": "results/{study}/trials.csv",
    "timings": "results/{study}/timings.csv",
    "learning_curves": "results/{study}/learning_curves.csv",
    "evaluation": "results/{study}/evaluation.json",
    "predictions": "results/{study}/predictions.npz",
    "feature_importance": "results/{study}/feature_importance.csv",
    "data": DATA,
}


# The params that a figure may depend on, by name.
FIGURE_SETTINGS = {
    "search_space": PLAIN["search_space"],
    "objective": PLAIN["objective"],
    "studies": COMPARED,
    "seed": lambda wildcards: config["studies"][wildcards.study]["seed"],
    "surrogate": lambda wildcards: surrogate_of(config["studies"][wildcards.study]),
}


def figure_inputs(entry):
    """The files that a figure is drawn from; of all studies if it compares them."""
    if entry.compares:
        return {name: of_all_studies(f"{name}.csv") for name in entry.inputs}
    return {name: FIGURE_INPUTS[name] for name in entry.inputs}


def figure_files(entry, path=None):
    """A figure in all configured formats; `path` is its own one, with wildcards, by default."""
    folder = "comparison" if entry.compares else "{study}"
    name = of_objective(path or entry.path)
    return [f"results/{folder}/plots/{name}.{format}" for format in config["figures"]["formats"]]


def of_objective(text):
    """Fill in what the objective is called."""
    return text.replace("{column}", OBJECTIVE.column).replace("{label}", OBJECTIVE.label)


def report_topic(text):
    """A heading of the report, in which {label} stands for the objective."""
    topic = of_objective(text)
    return topic[0].upper() + topic[1:]


def figure_outputs(entry):
    """A figure in all configured formats; one of them goes into the report, with its caption."""
    files = figure_files(entry)
    place = config["figures"]["formats"].index(REPORT_FORMAT)
    files[place] = report(
        files[place],
        caption=f"../report/{entry.name}.rst",
        category=f"{OF_MODULE}Comparison" if entry.compares else f"{OF_MODULE}{{study}}",
        subcategory=report_topic(entry.topic),
        labels={"figure": of_objective(entry.title)},
    )
    return files


def figure_settings(entry):
    """The params that a figure depends on."""
    settings = {name: FIGURE_SETTINGS[name] for name in entry.settings}
    return settings | ({"wording": WORDING} if "objective" in settings else {})


@cache  # most figures have most of their modules in common
def module_with_imports(file):
    """A module and all that it imports, below scripts/."""
    return {file, *imported_files(file, SCRIPTS)}


@cache
def file_digest(file):
    return sha256_of_file(file)


def figure_library(entry):
    """Digest of the modules that draw a figure: its own, and what is imported on the way."""
    own = [SCRIPTS.joinpath(*module.split(".")).with_suffix(".py") for module in entry.modules]
    files = set().union(*map(module_with_imports, (SCRIPTS / "plot_figure.py", *own)))
    return sha256_of_json({str(file.relative_to(SCRIPTS)): file_digest(file) for file in files})


def figure_log(entry):
    """The log of a figure."""
    folder = "comparison" if entry.compares else "{study}"
    wildcards = "".join(f"_{{{wildcard}}}" for wildcard in entry.wildcards)
    return f"results/logs/{folder}/plot_{entry.name}{wildcards}.log"


for entry in ENTRIES:

    rule:
        """Draw a figure of the catalogue."""
        name:
            f"plot_{entry.name}"
        input:
            **figure_inputs(entry),
        output:
            figure_outputs(entry),
        params:
            **figure_settings(entry),
            width=config["figures"]["width"],
            dpi=config["figures"]["dpi"],
            library=figure_library(entry),
            module=entry.modules[0],
            reads=list(entry.reads),
            options=[*entry.options, *entry.wildcards],
        log:
            figure_log(entry),
        wildcard_constraints:
            **dict.fromkeys(entry.wildcards, "|".join(config["search_space"])),
        conda:
            "../envs/figures.yaml"
        script:
            "../scripts/plot_figure.py"

    # A docstring is literal; `snakemake --list-rules` and the provenance show what each draws.
    # (A module's rules may have other names, and not all be used.)
    if workflow.is_rule(workflow.modifier.modify_rulename(f"plot_{entry.name}")):
        workflow.get_rule(workflow.modifier.modify_rulename(f"plot_{entry.name}")).docstring = (
            entry.about
        )
