"""The time limit of a study."""

import math
import time

from sametrials.study.settings import Study
from sametrials.suggest.window import Search


class Clock:
    """Tells when a study has used up its `max_hours`, counted from when the clock was made."""

    def __init__(self, study: Study):
        hours = math.inf if study.max_hours is None else study.max_hours
        self._end = time.monotonic() + 3600 * hours

    def out_of_time(self, search: Search) -> bool:
        """Tell whether no more trials may start; the first always may."""
        begun = search.records or search.running
        return bool(begun) and time.monotonic() > self._end
