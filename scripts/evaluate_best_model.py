"""Measure the best model on the test examples."""

from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(instructions=snakemake.params.instructions)  # before NumPy is imported

    from sametrials.common.logs import log_to
    from sametrials.config.own_environment import with_interpreter
    from sametrials.study.space import Space
    from sametrials.tasks.evaluate import evaluate_best_model
    from sametrials.trials.model_digest import check_model
    from sametrials.trials.record import read_best_trial
    from sametrials.trials.trial_files import TrialFiles

    log_to(snakemake.log[0])

    best = read_best_trial(snakemake.input.best_trial)
    saved = TrialFiles(Path(snakemake.input.best_trial).parent).model_digest(best.trial)
    advice = "run snakemake with --forcerun collect_results to put it right"
    check_model(snakemake.input.model, saved, advice)
    absent = Space(snakemake.params.search_space).absent(best.hyper_parameters)
    arguments = {key: value for key, value in best.hyper_parameters.items() if key not in absent}
    evaluate_best_model(
        with_interpreter(snakemake.params, snakemake.input.environment),
        snakemake.input.model,
        snakemake.input.data or None,
        replace(best, hyper_parameters=arguments),
        **dict(snakemake.output.items()),
    )
