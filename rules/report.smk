# What the report says of a study in words and tables, and where each of its files comes from.


rule describe_study:
    """Say in plain words what a study found, list its trials, and what it was made from."""
    input:
        data=DATA,
        folds=FOLDS,
        learning_curves="results/{study}/learning_curves.csv" if FOLDS else [],
        trials="results/{study}/trials.csv",
        timings="results/{study}/timings.csv",
        best_trial="results/{study}/best_trial.json",
        evaluation=if_shown("model", "results/{study}/evaluation.json"),
        confirmation=branch(
            lambda wildcards: config["studies"][wildcards.study]["confirm"] > 0,
            then="results/{study}/confirmation.csv",
        ),
    output:
        summary=report(
            "results/{study}/summary.html",
            caption="../report/summary.rst",
            category=f"{OF_MODULE}{{study}}",
            subcategory="Summary",
            labels={"what": "summary"},
        ),
        trials=report(
            "results/{study}/trials.html",
            caption="../report/trials_page.rst",
            category=f"{OF_MODULE}{{study}}",
            subcategory="Trials",
            labels={"what": "all trials to sort and filter, and why some failed"},
        ),
        config="results/{study}/config.yaml",
    params:
        library=library("describe_study.py"),
        templates=code(sorted((SCRIPTS / "sametrials/report/templates").glob("*.html")), SCRIPTS),
        config=lambda wildcards: study_config(PLAIN, wildcards.study),
    log:
        "results/logs/{study}/describe_study.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/describe_study.py"


rule record_provenance:
    """Record which rule made each file of a study, and from what, with which code and command.

    The rule reads commit and command when it runs. As params they would rerun it although no result
    has changed.
    """
    input:
        data=DATA,
        folds=FOLDS,
        best_trial="results/{study}/best_trial.json",
        results=lambda wildcards: traced_results(wildcards.study),
    output:
        report(
            "results/{study}/ro-crate-metadata.json",
            caption="../report/provenance.rst",
            category=f"{OF_MODULE}{{study}}",
            subcategory="Provenance",
            labels={"what": "where each file comes from (RO-Crate)"},
        ),
    params:
        library=library("record_provenance.py"),
        config=lambda wildcards: study_config(PLAIN, wildcards.study),
        steps=lambda wildcards: steps(wildcards.study),
    log:
        "results/logs/{study}/record_provenance.log",
    localrule: True  # it takes a second, and git may be only where Snakemake runs
    conda:
        "../envs/data.yaml"
    script:
        "../scripts/record_provenance.py"
