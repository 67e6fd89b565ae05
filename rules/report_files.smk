# Which files describe a study, and which rule made each of its files.


def description(study):
    """The files that describe a study."""
    names = ("summary.html", "trials.html", "config.yaml", "ro-crate-metadata.json")
    return [f"results/{study}/{name}" for name in names]


def traced_results(study):
    """The files of a study whose origin is recorded: all but the record itself."""
    others = ("search.json", "predictions.npz")
    files = [*(f"results/{study}/{name}" for name in others), *study_results(study)]
    return [file for file in files if not file.endswith("ro-crate-metadata.json")]


def steps(study):
    """Which rule made which of these files, and what the rule is for."""
    files = traced_results(study)
    made = {rule: [file for file in files if rule.is_producer(file)] for rule in workflow.rules}
    return [[rule.name, rule.docstring.split("\n")[0], made[rule]] for rule in made if made[rule]]
