# The inputs and params of the jobs of a search (dispatch: jobs, see jobs.smk).


def finished(study, trial):
    """Return the file in which the job of a trial tells how it ended."""
    return str(TrialFiles(f"results/{study}").finished(trial))


def trials_trained_as_jobs(study):
    """List the files that the search waits for; none if it trains its trials itself."""
    if config["dispatch"] == "process":
        return []
    return [finished(study, k) for k in range(config["studies"][study]["n_calls"])]


def search_processes(study):
    """Return the number of processes of a search; beside jobs, only confirmations need several."""
    settings = config["studies"][study]
    alone = config["dispatch"] == "process" or settings["confirm"]
    return phases.most_processes(settings) if alone else 1


def suggestion_before(wildcards):
    """List the file of the suggestion before one; it implies all that that one waited for."""
    files = TrialFiles(f"results/{wildcards.study}")
    return [str(files.suggestion(k)) for k in range(int(wildcards.trial))[-1:]]


def trials_newly_seen(wildcards):
    """List the files of the trials that a suggestion sees and the one before it did not."""
    window, trial = config["studies"][wildcards.study]["window"], int(wildcards.trial)
    new = range(phases.n_visible(window, trial - 1), phases.n_visible(window, trial))
    return [finished(wildcards.study, k) for k in new]


def study_of_trial(wildcards):
    """Return the settings of a study as if it ended with this trial."""
    return phases.up_to(PLAIN["studies"][wildcards.study], int(wildcards.trial))
