# Exports of the studies to other tools. `rule all` needs none of them: run `make export`.


rule export_study:
    """Export a study to Optuna and MLflow."""
    input:
        search="results/{study}/search.json",
    output:
        optuna="results/{study}/export/optuna.db",
        mlflow="results/{study}/export/mlflow.db",
    params:
        library=library("export_study.py"),
        search_space=PLAIN["search_space"],
        objective=PLAIN["objective"],
    log:
        "results/logs/{study}/export_study.log",
    conda:
        "../envs/optional/export.yaml"
    script:
        "../scripts/export_study.py"
