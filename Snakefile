# Find good hyper-parameters for a Keras network by Bayesian optimisation, reproducibly.
#
#     snakemake --cores 4
#
# What is searched stands in config.yaml; where and with how many processes it runs, in profiles/.

from snakemake.utils import min_version

min_version("9.27")


# Of a workflow that has this one as a module (docs/as-a-module.md).
TARGET_OF_OTHERS = workflow.default_target


include: "rules/config_files.smk"


configfile: "config.yaml"


if not IS_MODULE:

    report: "report/workflow.rst"


include: "rules/messages.smk"
include: "rules/common.smk"


if DATA:

    include: "rules/data.smk"


if OWN_ENVIRONMENT:

    include: "rules/environment.smk"


include: "rules/job_files.smk"
include: "rules/search.smk"
include: "rules/jobs.smk"
include: "rules/figures.smk"
include: "rules/comparison.smk"
include: "rules/report.smk"
include: "rules/export.smk"
include: "rules/targets.smk"


rule all:
    """All results of all studies, and their comparison."""
    default_target: TARGET_OF_OTHERS is None
    input:
        [study_results(study) for study in config["studies"]],
        comparison_results(),


rule export:
    """All studies in the forms of other tools."""
    input:
        expand(
            "results/{study}/export/{tool}.db", study=config["studies"], tool=["optuna", "mlflow"]
        ),
