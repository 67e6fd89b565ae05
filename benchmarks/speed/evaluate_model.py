"""Measure a saved model on the test images: python evaluate_model.py MODEL ARRAYS OUTPUT."""

import sys

from hpo.common.files import write_json
from hpo.tasks.keras_network.evaluation import evaluate

if __name__ == "__main__":
    model, arrays, output = sys.argv[1:]
    write_json(output, evaluate(model, arrays).summary)
