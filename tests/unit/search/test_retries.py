from hpo.search.retries import MAX_DEATHS, gives_up, is_wanted_again
from simulated import record_of


def test_a_trial_whose_process_dies_is_tried_once_more_and_then_given_up():
    assert [gives_up(deaths) for deaths in range(4)] == [False, False, True, True]
    assert MAX_DEATHS == 2


def test_only_a_failed_trial_is_tried_again_and_only_on_request():
    records = [record_of(0, 0.5), record_of(1, 0.5, "pruned"), record_of(2, None)]
    assert [is_wanted_again(record, True) for record in records] == [False, False, True]
    assert not any(is_wanted_again(record, False) for record in records)
