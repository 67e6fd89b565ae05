"""Measure a saved model on the test images: python evaluate_model.py MODEL ARRAYS OUTPUT."""

import sys

from hpo.evaluation import evaluate
from hpo.files import write_json

if __name__ == "__main__":
    model, arrays, output = sys.argv[1:]
    write_json(output, evaluate(model, arrays).summary)
