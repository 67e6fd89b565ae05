# A conda environment of the user's own, in which the function of `trial` runs (`trial.environment`).

from snakemake.settings.types import DeploymentMethod

if DeploymentMethod.CONDA not in workflow.deployment_settings.deployment_method:
    sys.exit(
        f"config: trial.environment: found {config['trial']['environment']}, expected Snakemake to make "
        "conda environments: run it with --profile profiles/conda, or name a Python interpreter"
    )


# No script of Python: which Python it is that runs here is the user's choice.
rule find_interpreter:
    """Note the path of the Python of the environment that the user's function runs in."""
    output:
        INTERPRETER,
    log:
        "results/logs/data/find_interpreter.log",
    localrule: True
    conda:
        Path(config["trial"]["environment"]).absolute()
    shell:
        "python -c 'import sys; print(sys.executable)' > {output} 2> {log}"
