from drawn import ACCURACY, LOSS

from sametrials.figures.shared.marks import MARKS, NAMES, name_of_best
from sametrials.trials.record import STATES


def test_every_state_has_a_mark_and_a_name():
    assert set(MARKS) == set(NAMES) == set(STATES)


def test_the_best_is_named_with_its_value():
    assert name_of_best(ACCURACY, 0.99125, 7) == "best: 99.125 % in trial 7"
    assert name_of_best(LOSS, 0.0311821, 7) == "best: 0.03118 in trial 7"
