# The search and its results.

SEARCH = {
    key: PLAIN[key]
    for key in (
        *("search_space", "constraints", "default_parameters", "enqueue", "objective"),
        *("training", "constants", "model", "trial", "instructions"),
    )
}


rule run_search:
    """Run the trials of a study that have no record yet, in as many processes as threads.

    The trial records lie beside the output and are not declared: Snakemake deletes the output of
    a job that fails, and a search that is stopped must lose nothing.
    """
    input:
        data=DATA,
        folds=FOLDS,
        environment=OWN_ENVIRONMENT,
        trials=lambda wildcards: trials_trained_as_jobs(wildcards.study),
    output:
        "results/{study}/search.json",
    params:
        **SEARCH,
        library=library("run_search.py"),
        study=lambda wildcards: PLAIN["studies"][wildcards.study],
        users_code=users_code(),
    log:
        "results/logs/{study}/run_search.log",
    benchmark:
        "results/benchmarks/{study}/run_search.tsv"
    conda:
        "../envs/search.yaml"
    # More processes would have nothing to do; Snakemake takes --cores if they are fewer.
    threads: lambda wildcards: search_processes(wildcards.study)
    resources:
        mem_mb=lambda wildcards, threads: 1500 * threads,
        runtime=60,  # minutes
    script:
        "../scripts/run_search.py"


rule collect_results:
    """Collect the trials: tables, scikit-optimize's result, the best trial and its model."""
    input:
        search="results/{study}/search.json",
    output:
        **({"best_model": f"results/{{study}}/{BEST_MODEL}"} if "model" in shown_by(config) else {}),
        trials=report(
            "results/{study}/trials.csv",
            caption="../report/trials.rst",
            category=f"{OF_MODULE}{{study}}",
            subcategory="Trials",
            labels={"what": "all trials, best first"},
        ),
        timings="results/{study}/timings.csv",
        learning_curves="results/{study}/learning_curves.csv",
        result="results/{study}/search_result.pkl",
        best_trial="results/{study}/best_trial.json",
    params:
        library=library("collect_results.py"),
        study=lambda wildcards: PLAIN["studies"][wildcards.study],
        search_space=PLAIN["search_space"],
        default_parameters=PLAIN["default_parameters"],
        constraints=PLAIN["constraints"],
        enqueue=PLAIN["enqueue"],
        objective=PLAIN["objective"],
    log:
        "results/logs/{study}/collect_results.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/collect_results.py"


rule tabulate_confirmations:
    """Tabulate the best trials, each under its own seed and new ones (`confirm`)."""
    input:
        search="results/{study}/search.json",
    output:
        report(
            "results/{study}/confirmation.csv",
            caption="../report/confirmation.rst",
            category=f"{OF_MODULE}{{study}}",
            subcategory="Trials",
            labels={"what": "the best trials under new seeds"},
        ),
    params:
        library=library("tabulate_confirmations.py"),
        search_space=PLAIN["search_space"],
        objective=PLAIN["objective"],
    log:
        "results/logs/{study}/tabulate_confirmations.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/tabulate_confirmations.py"


rule evaluate_best_model:
    """Measure the best model on the test examples, which the search never saw."""
    input:
        model=f"results/{{study}}/{BEST_MODEL}",
        best_trial="results/{study}/best_trial.json",
        data=DATA,
        environment=OWN_ENVIRONMENT,
    output:
        **importance_of_columns("results/{study}/feature_importance.csv"),
        summary="results/{study}/evaluation.json",
        predictions="results/{study}/predictions.npz",
    params:
        library=library("evaluate_best_model.py"),
        search_space=PLAIN["search_space"],
        model=config["model"],
        constants=PLAIN["constants"],
        precision=config["training"].get("precision"),
        instructions=config["instructions"],
        trial=PLAIN["trial"],
        users_code=users_code(),
    log:
        "results/logs/{study}/evaluate_best_model.log",
    benchmark:
        "results/benchmarks/{study}/evaluate_best_model.tsv"
    conda:
        "../envs/search.yaml"
    resources:
        mem_mb=2000,
    script:
        "../scripts/evaluate_best_model.py"
