"""Measure the best model on the test images."""

from hpo.common.logs import log_to
from hpo.trials.record import read_copied_record

if __name__ == "__main__":
    log_to(snakemake.log[0])
    # Imported after `log_to`: TensorFlow prints a lot.
    from hpo.tasks.keras_network.evaluation import evaluate, write_evaluation

    evaluation = evaluate(
        snakemake.input.model,
        snakemake.input.data,
        read_copied_record(snakemake.input.best_trial),
        model_file=snakemake.params.model,
        constants=snakemake.params.constants,
        precision=snakemake.params.precision,
    )
    write_evaluation(evaluation, snakemake.output.summary, snakemake.output.predictions)
