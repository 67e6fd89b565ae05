# The inputs and params of the jobs of a search (dispatch: jobs, see jobs.smk).


def job_file(study, trial, what):
    return f"results/{study}/jobs/{trial:04d}.{what}.json"


def trials_trained_as_jobs(study):
    """List the files that the search waits for; none if it trains its trials itself."""
    if config["dispatch"] == "process":
        return []
    return [job_file(study, k, "finished") for k in range(config["studies"][study]["n_calls"])]


def search_processes(study):
    """Return the number of processes of a search; beside jobs, only confirmations need several."""
    settings = config["studies"][study]
    alone = config["dispatch"] == "process" or settings["confirm"]
    return phases.most_processes(settings) if alone else 1


def n_visible(wildcards):
    """Return how many trials a suggestion sees; they must be finished before it."""
    return phases.n_visible(config["studies"][wildcards.study]["window"], int(wildcards.trial))


def trials_seen(wildcards):
    """List the files of these trials."""
    return [job_file(wildcards.study, k, "finished") for k in range(n_visible(wildcards))]


def suggestions_since(wildcards):
    """List the files of the suggestions after those trials."""
    since = range(n_visible(wildcards), int(wildcards.trial))
    return [job_file(wildcards.study, k, "suggestion") for k in since]


def study_of_trial(wildcards):
    """Return the settings of a study as if it ended with this trial."""
    return phases.up_to(config["studies"][wildcards.study], int(wildcards.trial))
