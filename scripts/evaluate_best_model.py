"""Measure the best model on the test examples."""

from hpo.common.logs import log_to
from hpo.trials.model_digest import check_model
from hpo.trials.record import read_best_trial
from hpo.trials.trial_files import TrialFiles

if __name__ == "__main__":
    log_to(snakemake.log[0])
    # Imported after `log_to`: TensorFlow prints a lot.
    from hpo.tasks.keras_network.evaluation import evaluate, write_evaluation

    best = read_best_trial(snakemake.input.best_trial)
    saved = TrialFiles(f"results/{snakemake.wildcards.study}").model_digest(best.trial)
    advice = "run snakemake with --forcerun collect_results to put it right"
    check_model(snakemake.input.model, saved, advice)
    evaluation = evaluate(
        snakemake.input.model,
        snakemake.input.data,
        best,
        model_file=snakemake.params.model,
        constants=snakemake.params.constants,
        precision=snakemake.params.precision,
    )
    write_evaluation(
        evaluation,
        snakemake.output.summary,
        snakemake.output.predictions,
        snakemake.output.get("importance"),
    )
