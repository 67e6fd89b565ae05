import shutil
from statistics import median

from sametrials.trials.ranking import incumbent
from searched import table
from simulated import ACCURACY


def test_pruning_does_not_depend_on_the_number_of_workers_or_crashes(run, begun, folder):
    tables = set()
    for workers in (1, 3):
        records, said = run(workers, pruning="median", n_calls=20)
        tables.add(table(records))
        shutil.rmtree(folder)
    run(2, pruning="median", n_calls=9)
    records, _ = run(2, pruning="median", n_calls=20)
    tables.add(table(records))
    assert len(tables) == 1
    pruned = [record for record in records if record.state == "pruned"]
    assert pruned
    assert {record.steps for record in pruned} <= {1, 2}
    assert f"pruned after step {pruned[0].steps}, accuracy 0." in said
    assert incumbent(ACCURACY, records).state == "complete"


def test_a_trial_is_pruned_when_it_does_worse_than_the_median_of_those_it_may_see(run):
    records, _ = run(2, pruning="median", n_calls=20)
    for record in records:
        seen = records[: max(0, record.trial - 2)]
        for epoch, value in enumerate(record.history["val_accuracy"][:2]):
            others = [other.history["val_accuracy"][epoch:] for other in seen]
            reached = [history[0] for history in others if history]
            worse = len(reached) >= 5 and value < median(reached)
            assert worse == (record.state == "pruned" and record.steps == epoch + 1)
