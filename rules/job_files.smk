# What the jobs of a search need, and what they may know (dispatch: jobs, see jobs.smk).


def job_file(study, trial, what):
    return f"results/{study}/jobs/{trial:04d}.{what}.json"


def trials_trained_as_jobs(study):
    """What the search waits for: nothing, if it trains its trials itself."""
    if config["dispatch"] == "process":
        return []
    return [job_file(study, k, "finished") for k in range(config["studies"][study]["n_calls"])]


def search_processes(study):
    """Processes of a search: as jobs there is little left to do but, perhaps, confirmations."""
    settings = config["studies"][study]
    alone = config["dispatch"] == "process" or settings["confirm"]
    return most_processes(settings) if alone else 1


def trials_seen(wildcards):
    """The trials that a suggestion sees: all that must be finished before it."""
    trial, window = int(wildcards.trial), config["studies"][wildcards.study]["window"]
    return [job_file(wildcards.study, k, "finished") for k in range(trial - window + 1)]


def suggestions_since(wildcards):
    """The suggestions after those trials."""
    trial, window = int(wildcards.trial), config["studies"][wildcards.study]["window"]
    first = max(0, trial - window + 1)
    return [job_file(wildcards.study, k, "suggestion") for k in range(first, trial)]


def study_of_trial(wildcards):
    """Settings of a study, as if it ended with this trial: what comes later is not its business."""
    study, n_calls = config["studies"][wildcards.study], int(wildcards.trial) + 1
    ends = {"n_calls": max(n_calls, study["n_initial_points"]), "confirm": 0, "max_hours": None}
    if study["optimizer"] in ("grid", "manual"):
        ends["n_calls"] = n_calls
    return study | ends | {"points": study["points"][:n_calls]}
