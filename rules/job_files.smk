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


def suggestion_before(wildcards):
    """List the file of the suggestion before one; it implies all that that one waited for."""
    trial = int(wildcards.trial)
    return [job_file(wildcards.study, k, "suggestion") for k in range(trial)[-1:]]


def trials_newly_seen(wildcards):
    """List the files of the trials that a suggestion sees and the one before it did not."""
    window, trial = config["studies"][wildcards.study]["window"], int(wildcards.trial)
    new = range(phases.n_visible(window, trial - 1), phases.n_visible(window, trial))
    return [job_file(wildcards.study, k, "finished") for k in new]


def study_of_trial(wildcards):
    """Return the settings of a study as if it ended with this trial."""
    return phases.up_to(config["studies"][wildcards.study], int(wildcards.trial))
