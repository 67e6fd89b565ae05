# Which figures there are, in which files, and how they are shown in the report.

from itertools import combinations

# One format goes into the report: the first of these that is configured.
REPORT_FORMAT = next(
    format for format in ("svg", "png", "pdf") if format in config["figures"]["formats"]
)
SAVING = {key: config["figures"][key] for key in ("width", "dpi")}


def figure_files(name, folder="{study}"):
    """A figure in all configured formats."""
    formats = config["figures"]["formats"]
    return [f"results/{folder}/plots/{name}.{format}" for format in formats]


def figure(name, about, folder="{study}", category="{study}", **labels):
    """A figure in all configured formats; one of them goes into the report, with its caption."""
    caption = name.split("_{")[0]  # without wildcards
    shown = {
        "caption": f"../report/{caption}.rst",
        "category": category,
        "subcategory": about,
        "labels": labels,
    }
    files = figure_files(name, folder)
    place = config["figures"]["formats"].index(REPORT_FORMAT)
    files[place] = report(files[place], **shown)
    return files


def dimension_names(*types):
    """The names of the dimensions of these types, in the order of config.yaml."""
    return [name for name, entry in config["search_space"].items() if entry["type"] in types]


def figure_targets(study):
    """All figures of a study."""
    names = [
        *("convergence", "importance", "evaluations", "objective"),
        *("learning_curves", "parallel_coordinates", "slices", "distribution", "timeline"),
        *(f"histogram_{name}" for name in dimension_names("categorical")),
        *(f"objective_2D_{a}_{b}" for a, b in combinations(dimension_names("real", "integer"), 2)),
        *("predictions", "misclassified", "confusion_matrix"),
    ]
    return [file.format(study=study) for name in names for file in figure_files(name)]
