"""The library behind the workflow: all that the scripts share. It does not know Snakemake.

A folder for each stage, along the path of the data. A folder imports from those before it only:
common, study, data and trials, suggest and tasks and exports, config, search and results, figures
and report. `docs/architecture.md` follows one trial through them.
"""
