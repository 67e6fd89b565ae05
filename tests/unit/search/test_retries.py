from sametrials.search.retries import gives_up, is_wanted_again, killed_by_the_machine
from simulated import record_of


def test_a_trial_whose_process_dies_by_itself_is_tried_once_more_and_then_given_up():
    assert [gives_up(deaths, 0) for deaths in range(4)] == [False, False, True, True]


def test_a_trial_that_the_machine_kills_is_tried_more_often_and_then_says_so():
    assert [gives_up(1, kills) for kills in range(6)] == [False] * 5 + [True]
    assert "killed 5 times by the machine" in killed_by_the_machine(5)


def test_only_a_failed_trial_is_tried_again_and_only_on_request():
    records = [record_of(0, 0.5), record_of(1, 0.5, "pruned"), record_of(2, None)]
    assert [is_wanted_again(record, True) for record in records] == [False, False, True]
    assert not any(is_wanted_again(record, False) for record in records)
