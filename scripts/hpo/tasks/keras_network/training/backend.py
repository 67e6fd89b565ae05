"""Keras on TensorFlow as every trial sees it, whatever the user's own settings are.

Import Keras and TensorFlow from here: `~/.keras/keras.json` and the environment can change the
backend, the precision and the kernels, and with them the results.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"
os.environ["TF_XLA_FLAGS"] = ""
os.environ["XLA_FLAGS"] = ""
os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"  # one GPU for several workers
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"  # its notices are no news to the user

import keras
import tensorflow as tf
from tensorflow.python.framework.ops import gradient_registry

__all__ = ["forget_all_graphs", "keras", "tf", "use_one_thread"]

keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)
keras.config.set_image_data_format("channels_last")


def use_one_thread() -> None:
    """Hold TensorFlow to one thread and to deterministic operations (before its first one)."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()


def forget_all_graphs() -> None:
    """Give back the memory of all networks of this process, with what Keras knows of them.

    Among it the precision. TensorFlow's registry keeps every graph in which an optimizer was at
    work, 10 MB and more each, whatever Keras does:
    https://github.com/tensorflow/tensorflow/issues/97697
    """
    registered = gradient_registry._registry  # there is no other way
    for name in [name for name in registered if name.startswith("CustomGradient-")]:
        del registered[name]
    keras.backend.clear_session()
