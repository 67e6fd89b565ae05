"""Measure the best model on the test images."""

from hpo.common.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    # Only now: TensorFlow has a lot to say when it is imported.
    from hpo.tasks.keras_network.evaluation import evaluate, write_evaluation

    evaluation = evaluate(snakemake.input.model, snakemake.input.data, snakemake.params.model)
    write_evaluation(evaluation, snakemake.output.summary, snakemake.output.predictions)
