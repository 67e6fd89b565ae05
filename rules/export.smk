# The studies in the forms of other tools. Nothing of `rule all` needs them: `make export`.


rule export_study:
    """Write a study for Optuna and MLflow, to go on with it there."""
    input:
        search="results/{study}/search.json",
    output:
        optuna="results/{study}/export/optuna.db",
        mlflow="results/{study}/export/mlflow.db",
    params:
        library=library("export_study.py"),
        search_space=config["search_space"],
    log:
        "results/logs/{study}/export_study.log",
    conda:
        "../envs/optional/export.yaml"
    script:
        "../scripts/export_study.py"
