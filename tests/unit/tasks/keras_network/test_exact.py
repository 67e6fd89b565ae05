"""Functions that TensorFlow approximates by a processor's own instructions, held to AVX2."""

import os
import subprocess
import sys

from keras_process import start
from sametrials.common.environment import fix_environment

PROGRAM = f"""
import sys
sys.path[:0] = {sys.path!r}
import numpy as np
from sametrials.tasks.keras_network.training.backend import keras, tf
numbers = np.linspace(0.01, 9, 1003, dtype="float32")
x = tf.constant(numbers)
found = {{
    "rsqrt": (tf.math.rsqrt(x), numbers.astype("float64") ** -0.5),
    "reciprocal": (tf.math.reciprocal(x), 1 / numbers.astype("float64")),
    "keras": (keras.ops.rsqrt(x), numbers.astype("float64") ** -0.5),
    "graph": (tf.function(tf.math.rsqrt)(x), numbers.astype("float64") ** -0.5),
}}
for name, (value, exact) in found.items():
    if not np.array_equal(value.numpy(), exact.astype("float32")):
        print(name)
with tf.GradientTape() as tape:
    tape.watch(x)
    y = tf.nn.gelu(x)
assert tape.gradient(y, x).dtype == tf.float32
assert tf.math.rsqrt(tf.cast(x, tf.float64)).dtype == tf.float64
"""


def test_they_are_rounded_correctly_and_so_the_same_on_each_processor():
    environment = os.environ.copy()
    fix_environment(environment, "avx2")
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    native = start(PROGRAM, keras=True).stdout.split()
    assert "rsqrt" in native, "not approximated any more: remove training/exact.py"
