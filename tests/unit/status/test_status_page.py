import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hpo.search.status.status_file import StatusFile
from hpo.search.status.status_page import N_LATEST, Status, seconds_left, status_page
from hpo.trials.record import TrialRecord

POINT = {"learning_rate": 0.00123456, "activation": "relu"}


def record(trial, accuracy=0.5, start=None, seconds=60.0, **changes):
    times = {"start": 60.0 * trial if start is None else start, "suggest": 5.0, "train": seconds}
    state = "failed" if accuracy is None else "complete"
    return TrialRecord(
        trial,
        **{
            "state": state,
            "hyper_parameters": POINT,
            "timings": times,
            "accuracy": accuracy,
            **changes,
        },
    )


def page(records, **changes):
    return status_page(Status(**{"study": "gp", "n_calls": 10, "records": records} | changes))


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag != "meta":
            self.open.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href")]

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


RECORDS = [
    record(0, 0.5),
    record(1, 0.99),
    record(2, 0.3, state="pruned"),
    record(3, None, error='it <diverged> & "died"'),
]


def test_it_tells_how_far_the_search_is_and_what_is_best():
    text = page(RECORDS, out={4: POINT})
    assert "gp: running" in text
    assert "4 of 10 trials, 1 pruned, 1 failed, 0:06:00 left" in text
    assert '<p class="best">0.9900</p><p>trial 1: learning_rate 0.0012, activation relu' in text
    assert "<h2>Being trained</h2><p>trial 4: " in text


def test_it_is_sound_html_in_one_piece():
    elements = Elements(page(RECORDS, out={4: POINT}))
    assert elements.open == []
    assert elements.links == []


def test_what_others_wrote_is_text():
    hyper_parameters = {"<b>": "<script>alert(1)</script>"}
    text = page(
        [replace(RECORDS[3], hyper_parameters=hyper_parameters)],
        study="a&b",
        remark="<i>",
        out={4: hyper_parameters},
    )
    assert "it &lt;diverged&gt; &amp; &quot;died&quot;" in text
    assert "a&amp;b" in text
    assert not re.search("<b>|<i>|<script>alert", text)


def test_a_browser_looks_again_as_long_as_the_search_runs():
    refreshing = {
        mood: "refresh" in page(RECORDS, mood=mood, remark="why")
        for mood in ("running", "ended", "stopped")
    }
    assert refreshing == {"running": True, "ended": False, "stopped": False}
    text = page(RECORDS, mood="stopped", remark="the disk is full", out={4: POINT})
    assert "stopped" in text and "the disk is full" in text
    assert "left" not in re.search("<p>4 of 10.*", text)[0]
    assert "Being trained" not in text


def test_before_the_first_trial_there_is_nothing_to_show_but_that():
    text = page([])
    assert "0 of 10 trials" in text
    assert not re.search("<h2>|<svg| left<", text)


@pytest.mark.parametrize(
    ("records", "seconds"),
    [
        ([record(0), record(1)], 60),
        ([record(0, start=0), record(1, start=0)], 30),  # side by side
        ([record(0, start=0), record(1, start=5000)], 60),  # a pause
        ([record(0, start=0), record(1, start=30)], 45),
        ([record(0, start=0, seconds=9000), *(record(i, start=10000 + 60 * i)
                                              for i in range(1, N_LATEST + 1))], 60),
    ],
)  # fmt: skip
def test_the_time_left_is_told_from_the_latest_trials(records, seconds):
    assert seconds_left(records, 3) == pytest.approx(3 * seconds)


def test_the_time_left_is_not_told_where_it_cannot_be():
    assert seconds_left([], 3) is None
    assert seconds_left([record(0, timings={})], 3) is None


def test_the_picture_has_a_mark_for_each_trial_and_the_best_so_far():
    text = page(RECORDS)
    marks = re.findall(r'<(?:circle|path) class="(complete|pruned|failed)"', text)
    assert marks == ["complete", "complete", "pruned", "failed"]
    heights = [float(y) for y in re.findall(r'cy="([0-9.]+)"', text)]
    assert heights[1] < heights[0] < heights[2]
    [line] = re.findall(r'class="best-so-far" d="M[0-9.]+ ([0-9.]+)H[0-9.]+V([0-9.]+)H', text)
    assert [float(y) for y in line] == heights[:2]


@pytest.mark.parametrize(
    "accuracies", [[0.0], [1.0], [1.0, 0.0], [0.99, 0.99], [None], [None, 1.0]]
)
def test_any_accuracies_can_be_drawn_inside_the_picture(accuracies):
    text = page([record(trial, accuracy) for trial, accuracy in enumerate(accuracies)])
    for y in re.findall(r'cy="([^"]+)"', text):
        assert 0 < float(y) < 240


def test_the_table_shows_the_latest_trials_and_not_all():
    text = page([record(trial) for trial in range(100)], n_calls=200)
    assert text.count('<tr class="complete">') == N_LATEST
    assert "<td>99</td><td>complete</td><td>0.5000</td><td>60</td><td>0.00123</td>" in text


def test_it_is_written_only_if_there_is_something_new(tmp_path):
    file = StatusFile(tmp_path / "gp", 10, print)
    file.show(RECORDS)
    before = file.path.stat().st_ino
    file.show(list(RECORDS))
    assert file.path.stat().st_ino == before
    file.show(RECORDS[:2])
    assert "2 of 10" in file.path.read_text()
    assert [path.name for path in file.path.parent.iterdir()] == ["status.html"]


def test_a_mistake_in_the_page_is_noted_once_and_harms_nothing(tmp_path):
    said = []
    file = StatusFile(tmp_path / "gp", 10, said.append)
    for trial in (1, 2):
        file.show([record(trial, accuracy="none")])
    assert len(said) == 1
    assert said[0].startswith("the status page is not written: TypeError")
