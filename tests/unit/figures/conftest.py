"""The tests of the figures; `drawn`, beside this file, holds what they share."""

from functools import partial

import pytest

from sametrials.figures.shared import choice, partial_dependence
from sametrials.figures.study import importance as importance_figure
from sametrials.figures.study import rank_correlation
from sametrials.results.importance import importance
from sametrials.suggest import subset


@pytest.fixture
def roughly(monkeypatch):
    """Compute little: what is shown has the same form."""
    monkeypatch.setattr(partial_dependence, "N_SAMPLES", 10)
    monkeypatch.setattr(choice, "N_FORESTS", 5)
    monkeypatch.setattr(subset, "N_SEEN", 50)
    monkeypatch.setattr(rank_correlation, "N_SAMPLES", 50)
    monkeypatch.setattr(importance_figure, "importance", partial(importance, n_forests=5))
