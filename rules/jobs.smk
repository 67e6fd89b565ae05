# A search whose suggestions and trials are jobs of their own (dispatch: jobs): on a cluster they run
# side by side on different machines. The DAG is static: a suggestion needs the suggestion before it,
# and the trials that it sees and that one did not; so it waits for all trials that it may see. It takes
# a second or two, and the next one waits for it: so it is a local rule, which runs beside Snakemake and
# is not queued.
#
# The jobs pass files to each other in results/<study>/jobs/. The trial records, beside it, are no
# outputs: Snakemake deletes those of a job that fails or runs again, and records are never deleted.


rule suggest_trial:
    """Choose the hyper-parameters of a trial."""
    input:
        data=DATA,
        folds=FOLDS,
        environment=OWN_ENVIRONMENT,
        finished=trials_newly_seen,
        suggested=suggestion_before,
    output:
        "results/{study}/jobs/{trial}.suggestion.json",
    params:
        **SEARCH,
        code=DECIDING_CODE,
        study=study_of_trial,
    log:
        "results/logs/{study}/jobs/{trial}.suggest.log",
    localrule: True
    conda:
        "../envs/search.yaml"
    script:
        "../scripts/suggest_trial.py"


rule run_trial:
    """Train a trial, unless there is a record of it."""
    input:
        data=DATA,
        folds=FOLDS,
        environment=OWN_ENVIRONMENT,
        suggestion="results/{study}/jobs/{trial}.suggestion.json",
    output:
        "results/{study}/jobs/{trial}.finished.json",
    params:
        **SEARCH,
        code=DECIDING_CODE,
        study=study_of_trial,
    log:
        "results/logs/{study}/jobs/{trial}.run.log",
    benchmark:
        "results/benchmarks/{study}/jobs/{trial}.tsv"
    retries: MAX_KILLS  # then the trial is recorded as failed, and the search goes on
    conda:
        "../envs/search.yaml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 2000 * attempt,
        runtime=60,  # minutes; a trial's own limit is trial_timeout, which is recorded
    script:
        "../scripts/run_trial.py"
