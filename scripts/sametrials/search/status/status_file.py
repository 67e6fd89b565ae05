"""The status page as a file. It follows a search and never gets in its way."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sametrials.common.html_pages import write_page
from sametrials.common.logs import describe
from sametrials.search.status.status_page import Status, status_page
from sametrials.study.objective import Objective
from sametrials.study.space import HyperParameters
from sametrials.trials.record import TrialRecord


class StatusFile:
    """Writes the page of a study to its folder. It notes once if the page cannot be written.

    As a context manager it writes, if an exception ends the block, that the search was stopped, and
    by what.

    Parameters
    ----------
    folder
        results/<study>
    objective
        What is optimised.
    n_calls
        How many trials there will be.
    note
        Called with what the user should know.
    """

    def __init__(
        self, folder: str | Path, objective: Objective, n_calls: int, note: Callable[[str], None]
    ):
        self.path = Path(folder) / "status.html"
        self._objective = objective
        self._n_calls = n_calls
        self._note = note
        self._shown: tuple = ()
        self._failed = False

    def __enter__(self) -> "StatusFile":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        if error is not None:
            records = self._shown[0] if self._shown else []
            self.show(records, mood="stopped", remark=describe(error))

    def show(
        self,
        records: Sequence[TrialRecord],
        out: Mapping[int, HyperParameters] | None = None,
        mood: str = "running",
        remark: str = "",
    ) -> None:
        """Write the page if there is something new; `Status` says what the parameters are."""
        new = (list(records), dict(out or {}), mood, remark)
        if new == self._shown:
            return
        self._shown = new
        study = self.path.parent.name
        try:
            page = status_page(Status(study, self._objective, self._n_calls, *new))
            write_page(self.path, page)
        except Exception as error:  # a mistake in a page is no reason to stop a search
            if not self._failed:
                self._note(f"the status page is not written: {describe(error)}")
            self._failed = True
