"""The library behind the workflow: everything the scripts share, none of it knowing Snakemake."""
