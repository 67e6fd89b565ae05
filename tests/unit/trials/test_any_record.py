"""Whatever a trial did, its record can be written and says the same when it is read."""

from hypothesis import given
from hypothesis import strategies as st

from sametrials.trials.record import TrialRecord, read_record, write_record

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(st.characters(codec="utf-8"), max_size=10)
METRIC = "val_accuracy"


@st.composite
def records(draw) -> TrialRecord:
    state = draw(st.sampled_from(["complete", "pruned", "failed"]))
    steps = draw(st.integers(1, 3))
    history = st.lists(FINITE, min_size=steps, max_size=steps)
    value = None if state == "failed" else draw(FINITE)
    return TrialRecord(
        trial=draw(st.integers(0, 20_000)),
        state=state,
        hyper_parameters=draw(
            st.dictionaries(NAMES, st.one_of(FINITE, st.integers(), NAMES, st.booleans()))
        ),
        metric=METRIC,
        value=value,
        seed=draw(st.integers(0, 2**32 - 1)),
        history={METRIC: draw(history), **draw(st.dictionaries(NAMES, history, max_size=2))},
        fingerprint=draw(st.dictionaries(NAMES, NAMES, max_size=2)),
        timings=draw(st.dictionaries(NAMES, FINITE, max_size=3)),
        worker=draw(st.integers(0, 9)),
        error=draw(st.one_of(st.none(), NAMES)),
        traceback=draw(st.one_of(st.none(), NAMES)),
    )


@given(records())
def test_a_record_says_the_same_when_it_is_read(tmp_path_factory, record):
    path = tmp_path_factory.mktemp("trials") / f"{record.trial:04d}.json"
    write_record(path, record)
    read = read_record(path)
    assert read == record
    assert list(read.hyper_parameters.items()) == list(record.hyper_parameters.items())
