# Two studies or more side by side: a table in results/comparison/; the figures are in figures.smk.


rule compare_studies:
    """Tabulate what each study found after how many trials, and in which time."""
    input:
        trials=of_all_studies("trials.csv"),
        timings=of_all_studies("timings.csv"),
        evaluations=if_shown("model", of_all_studies("evaluation.json")),
    output:
        report(
            "results/comparison/comparison.csv",
            caption="../report/comparison.rst",
            category=f"{OF_MODULE}Comparison",
            subcategory=report_topic("{label}"),
            labels={"what": "table of all studies"},
        ),
    params:
        library=library("compare_studies.py"),
        studies=COMPARED,
        objective=PLAIN["objective"],
    log:
        "results/logs/comparison/compare_studies.log",
    conda:
        "../envs/figures.yaml"
    script:
        "../scripts/compare_studies.py"
