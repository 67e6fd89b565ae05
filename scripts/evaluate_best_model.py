"""Measure the best model on the test examples."""

from pathlib import Path

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(instructions=snakemake.params.instructions)  # before NumPy is imported

    from sametrials.common.logs import log_to
    from sametrials.config.own_environment import with_interpreter
    from sametrials.tasks.evaluate import evaluate_best_model
    from sametrials.trials.model_digest import check_model
    from sametrials.trials.record import read_best_trial
    from sametrials.trials.trial_files import TrialFiles

    log_to(snakemake.log[0])

    best = read_best_trial(snakemake.input.best_trial)
    saved = TrialFiles(Path(snakemake.input.best_trial).parent).model_digest(best.trial)
    advice = "run snakemake with --forcerun collect_results to put it right"
    check_model(snakemake.input.model, saved, advice)
    evaluate_best_model(
        with_interpreter(snakemake.params, snakemake.input.environment),
        snakemake.input.model,
        snakemake.input.data or None,
        best,
        **dict(snakemake.output.items()),
    )
