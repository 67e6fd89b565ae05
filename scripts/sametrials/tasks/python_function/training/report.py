"""What the user's `train` calls to report its steps, and to hand over its model."""

import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from sametrials.tasks.reported.course import Course


class Ended(BaseException):
    """The training is over: it was pruned, or has failed.

    It is no `Exception`, so that `except Exception` of the user's code does not hold it up.
    """


class Report:
    """Reports the metrics of a step when it is called: `report(step, val_rmse=0.3)`.

    Parameters
    ----------
    course
        Judges the training.

    Attributes
    ----------
    model
        The file that was handed over last; None if none was.
    """

    def __init__(self, course: Course):
        self._course = course
        self.model: Path | None = None

    def __call__(self, step: int, /, **metrics: Any) -> None:
        """Report the metrics after a step; steps are numbered one after another.

        Raises
        ------
        Ended
            The training is over. Let it pass.
        """
        self._course.report(step, metrics)
        self._end_if_over()

    @cached_property
    def folder(self) -> Path:
        """A folder of the trial's own, which is removed after it."""
        return Path(tempfile.mkdtemp())

    def save(self, path: str | os.PathLike) -> None:
        """Hand over a file with the model, which is moved away; the last one counts.

        It must lie in `folder`, or elsewhere in this process's folder for temporary files. Several
        trials run at once: each would overwrite what another has written to the folder of the run.

        Raises
        ------
        Ended
            There is no such file: the training has failed.
        """
        file = Path(path).absolute()
        if not file.is_file():
            found = "a folder" if file.is_dir() else "nothing"
            self._course.fail(f"report.save: found {found} at {path}, expected a file")
        elif not file.resolve().is_relative_to(Path(tempfile.gettempdir()).resolve()):
            self._course.fail(
                f"report.save: found {path}, which other trials may overwrite, expected a file in "
                "report.folder: write the model there"
            )
        self._end_if_over()
        descriptor, name = tempfile.mkstemp(suffix=".model", dir=self.folder)
        os.close(descriptor)
        self.model = Path(shutil.move(file, name))

    def clear(self) -> None:
        """Remove the folder of the trial."""
        if "folder" in vars(self):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _end_if_over(self) -> None:
        if not self._course.goes_on:
            raise Ended(self._course.error or self._course.state)
