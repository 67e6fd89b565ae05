"""Describe a study in plain words: what it found, its trials, and what it was made from."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.config.one_study import study_config
from sametrials.report.describe import describe_study
from sametrials.report.facts import read_facts
from sametrials.report.origin import origin

if __name__ == "__main__":
    log_to(snakemake.log[0])
    inputs, outputs = dict(snakemake.input.items()), dict(snakemake.output.items())
    further = inputs.pop("folds")
    study = snakemake.wildcards.study
    # The param of this name, with its keys in the order in which the file has them.
    config = study_config(snakemake.config, study)
    facts = read_facts(study, config, Path(inputs["trials"]).parent, **inputs)
    made_here = origin(snakemake.scriptdir)
    describe_study(facts, inputs["data"] or None, made_here, further, **outputs)
