# The targets of a run: the files of each study, and those of the comparison.


def study_results(study):
    """List all result files of a study."""
    names = [
        "trials.csv",
        "timings.csv",
        "learning_curves.csv",
        "search_result.pkl",
        "best_trial.json",
    ]
    if "model" in shown_by(config):
        names += [BEST_MODEL, "evaluation.json"]
        names += importance_of_columns("feature_importance.csv").values()
    if config["studies"][study]["confirm"]:
        names.append("confirmation.csv")
    return [
        *(f"results/{study}/{name}" for name in names),
        *figure_targets(study),
        *description(study),
    ]


def figure_targets(study):
    """All figures of a study."""
    return [
        file.replace("{study}", study)
        for entry in ENTRIES
        if not entry.compares and entry.needs <= set(shown_by(config))
        for path in entry.paths(config["search_space"])
        for file in figure_files(entry, path)
    ]


def description(study):
    """The files that describe a study."""
    names = ("summary.html", "trials.html", "config.yaml", "ro-crate-metadata.json")
    return [f"results/{study}/{name}" for name in names]


def traced_results(study):
    """The files of a study whose origin is recorded: all but the record itself."""
    others = ["search.json"]
    if "model" in shown_by(config):
        others.append("predictions.npz")
    files = [*(f"results/{study}/{name}" for name in others), *study_results(study)]
    return [file for file in files if not file.endswith("ro-crate-metadata.json")]


def steps(study):
    """Which rule made which files of a study, by their names in its folder, and what the rule is for."""
    folder = f"results/{study}/"
    names = [file.removeprefix(folder) for file in traced_results(study)]
    made = [
        (each, [name for name in names if each.is_producer(placed(folder + name))])
        for each in workflow.rules
    ]
    return [
        [each.name, (each.docstring or "").split("\n")[0], files] for each, files in made if files
    ]


def comparison_results():
    """List all files of the comparison; none if there is nothing to compare."""
    if len(COMPARED) == 1:
        return []
    figures = [file for entry in ENTRIES if entry.compares for file in figure_files(entry)]
    return ["results/comparison/comparison.csv", *figures]
