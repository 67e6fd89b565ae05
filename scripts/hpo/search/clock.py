"""When the time of a study is up."""

import math
import time

from hpo.study.settings import Study
from hpo.suggest.window import Search


class Clock:
    """Tells when a study has used up its `max_hours`, counted from when this was made."""

    def __init__(self, study: Study):
        hours = math.inf if study.max_hours is None else study.max_hours
        self._end = time.monotonic() + 3600 * hours

    def out_of_time(self, search: Search) -> bool:
        """Whether no more trials shall start; one there must be."""
        begun = search.records or search.running
        return bool(begun) and time.monotonic() > self._end
