# Two studies or more side by side: a table and figures in results/comparison/.


rule compare_studies:
    """Tabulate what each study found after how many trials, and in which time."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
        evaluations=of_all_studies("evaluation.json"),
    output:
        report(
            "results/comparison/comparison.csv",
            caption="../report/comparison.rst",
            category="Comparison",
            subcategory="Accuracy",
            labels={"what": "table of all studies"},
        ),
    params:
        library=library("compare_studies.py"),
        studies=COMPARED,
    log:
        "results/logs/comparison/compare_studies.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/compare_studies.py"


rule plot_accuracy_by_trial:
    """Draw the best accuracy of each strategy by the number of trials."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
    output:
        figure(
            "accuracy_by_trial",
            about="Accuracy",
            folder="comparison",
            category="Comparison",
            figure="best accuracy by trials",
        ),
    params:
        **SAVING,
        library=library("plot_accuracy_by_trial.py"),
        studies=COMPARED,
    log:
        "results/logs/comparison/plot_accuracy_by_trial.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_accuracy_by_trial.py"


rule plot_accuracy_by_time:
    """Draw the best accuracy of each strategy by the time since it began."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
    output:
        figure(
            "accuracy_by_time",
            about="Accuracy",
            folder="comparison",
            category="Comparison",
            figure="best accuracy by time",
        ),
    params:
        **SAVING,
        library=library("plot_accuracy_by_time.py"),
        studies=COMPARED,
    log:
        "results/logs/comparison/plot_accuracy_by_time.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_accuracy_by_time.py"


rule plot_regret:
    """Draw what each strategy misses to the best of all, by the number of trials."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
    output:
        figure(
            "regret",
            about="Accuracy",
            folder="comparison",
            category="Comparison",
            figure="regret",
        ),
    params:
        **SAVING,
        library=library("plot_regret.py"),
        studies=COMPARED,
    log:
        "results/logs/comparison/plot_regret.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_regret.py"


rule plot_accuracy_distribution:
    """Draw the distribution of the accuracies of each strategy."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
    output:
        figure(
            "accuracy_distribution",
            about="Accuracy",
            folder="comparison",
            category="Comparison",
            figure="distribution of the accuracies",
        ),
    params:
        **SAVING,
        library=library("plot_accuracy_distribution.py"),
        studies=COMPARED,
    log:
        "results/logs/comparison/plot_accuracy_distribution.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/plot_accuracy_distribution.py"
