"""The log of a training for TensorBoard."""

import functools
from collections.abc import Callable

from sametrials.common.errors import SearchError
from sametrials.tasks.keras_network.training.backend import keras, tf

TensorBoard = keras.callbacks.TensorBoard


def _writing(hook: Callable) -> Callable:
    """Make a call of a callback end the search if it cannot write its files."""

    @functools.wraps(hook)
    def call(self, *arguments, **named):
        try:
            return hook(self, *arguments, **named)
        except (OSError, tf.errors.OpError) as error:
            reason = str(error).strip().splitlines()[0]
            raise SearchError(
                f"{self.log_dir}: found that the log for TensorBoard cannot be written ({reason}), "
                "expected a folder with room for it; make room, or make it writable, and run again"
            ) from error

    return call


class Log(TensorBoard):
    """Writes the curves and the graph of a training.

    A file that cannot be written ends the search with a SearchError: it is the disk's fault, and
    must not be recorded as a failure of the model. TensorFlow has errors of its own for that.
    """

    set_model = _writing(TensorBoard.set_model)
    on_train_begin = _writing(TensorBoard.on_train_begin)
    on_test_begin = _writing(TensorBoard.on_test_begin)
    on_test_end = _writing(TensorBoard.on_test_end)
    on_epoch_end = _writing(TensorBoard.on_epoch_end)
    on_train_end = _writing(TensorBoard.on_train_end)
