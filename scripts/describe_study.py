"""Describe a study in plain words: what it found, its trials, and what it was made from."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.report.describe import describe_study
from sametrials.report.facts import read_facts
from sametrials.report.origin import origin

if __name__ == "__main__":
    log_to(snakemake.log[0])
    inputs, outputs = dict(snakemake.input.items()), dict(snakemake.output.items())
    further = inputs.pop("folds")
    study = snakemake.wildcards.study
    facts = read_facts(study, snakemake.params.config, Path(inputs["trials"]).parent, **inputs)
    made_here = origin(snakemake.scriptdir)
    describe_study(facts, inputs["data"] or None, made_here, further, **outputs)
