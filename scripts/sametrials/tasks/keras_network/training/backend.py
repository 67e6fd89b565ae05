"""Configure Keras and TensorFlow alike for every trial, whatever the user's own settings are.

Import Keras and TensorFlow from here: `~/.keras/keras.json` and the environment can change the
backend, the precision and the kernels, and with them the results.
"""

import os

from sametrials.common.environment import fix_environment
from sametrials.common.errors import ConfigError
from sametrials.common.instructions import AVX2, chosen
from sametrials.common.process_state import Part

fix_environment()

try:
    import keras
except ValueError as error:  # Keras does not name the file
    raise ConfigError(
        f"keras.json, in the folder KERAS_HOME or else in ~/.keras: {error} Mend or remove it"
    ) from error
import tensorflow as tf  # noqa: E402
from tensorflow.python.framework.ops import gradient_registry  # noqa: E402

from sametrials.tasks.keras_network.training.exact import compute_exactly  # noqa: E402

__all__ = [
    "SETTINGS",
    "forget_all_graphs",
    "keras",
    "loaded_versions",
    "tf",
    "use_one_thread",
]

if chosen(os.environ) == AVX2:
    compute_exactly()
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)
keras.config.set_image_data_format("channels_last")

SETTINGS = (
    Part("floatx", keras.config.floatx, keras.config.set_floatx),
    Part("epsilon", keras.config.epsilon, keras.config.set_epsilon),
    Part("image format", keras.config.image_data_format, keras.config.set_image_data_format),
    Part("eager", tf.config.functions_run_eagerly, tf.config.run_functions_eagerly),
)
"""What a user's file may set for all trials, and `create_model` must not set for the next one."""


def use_one_thread() -> None:
    """Limit TensorFlow to one thread and deterministic operations; call it before any other."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()


def forget_all_graphs() -> None:
    """Free the memory of all networks of this process, and reset the state of Keras.

    That includes the precision. TensorFlow's registry keeps every graph in which an optimizer was
    used, 10 MB and more each, whatever Keras does:
    https://github.com/tensorflow/tensorflow/issues/97697
    """
    registered = gradient_registry._registry  # there is no public way
    for name in [name for name in registered if name.startswith("CustomGradient-")]:
        del registered[name]
    keras.backend.clear_session()


def loaded_versions() -> dict[str, str]:
    """Return the versions of TensorFlow and Keras as this process has imported them."""
    return {"tensorflow": tf.__version__, "keras": keras.__version__}
