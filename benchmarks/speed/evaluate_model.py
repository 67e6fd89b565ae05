"""Measure a saved model on the test images: python evaluate_model.py MODEL ARRAYS OUTPUT."""

import sys

from sametrials.common.files import write_json
from sametrials.data.arrays import load_arrays
from sametrials.tasks.keras_network.evaluation import measure
from sametrials.tasks.keras_network.training.backend import keras, use_one_thread

if __name__ == "__main__":
    model, arrays, output = sys.argv[1:]
    use_one_thread()
    loaded = keras.saving.load_model(model, compile=False, safe_mode=True)
    write_json(output, measure(loaded, load_arrays(arrays)).summary)
