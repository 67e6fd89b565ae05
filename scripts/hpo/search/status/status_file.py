"""The status page as a file that follows a search, and never gets in its way."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hpo.common.files import atomic_path
from hpo.common.logs import describe
from hpo.search.status.status_page import Status, status_page
from hpo.study.space import HyperParameters
from hpo.trials.record import TrialRecord


class StatusFile:
    """Writes the page of a study to its folder; what cannot be written is noted, once.

    Left by an exception, it says that the search was stopped, and by what.

    Parameters
    ----------
    folder
        results/<study>
    n_calls
        How many trials there will be.
    note
        Called with what the user should know.
    """

    def __init__(self, folder: str | Path, n_calls: int, note: Callable[[str], None]):
        self.path = Path(folder) / "status.html"
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
        """Write the page if there is something new: see `Status`."""
        new = (list(records), dict(out or {}), mood, remark)
        if new == self._shown:
            return
        self._shown = new
        try:
            page = status_page(Status(self.path.parent.name, self._n_calls, *new))
            with atomic_path(self.path) as temporary:
                temporary.write_text(page, encoding="utf-8")
        except Exception as error:  # a mistake in a page is no reason to stop a search
            if not self._failed:
                self._note(f"the status page is not written: {describe(error)}")
            self._failed = True
