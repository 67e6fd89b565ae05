import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sametrials.search.status.picture import picture
from sametrials.search.status.status_file import StatusFile
from sametrials.search.status.status_page import N_LATEST, Status, seconds_left, status_page
from sametrials.study.objective import Objective
from simulated import ACCURACY, LOSS, record_of

POINT = {"learning_rate": 0.00123456, "activation": "relu"}


def record(trial, value=0.5, start=None, seconds=60.0, **changes):
    times = {"start": 60.0 * trial if start is None else start, "suggest": 5.0, "train": seconds}
    return record_of(trial, value, **{"hyper_parameters": POINT, "timings": times} | changes)


def page(records, objective=ACCURACY, **changes):
    status = {"study": "gp", "objective": objective, "n_calls": 10, "records": records}
    return status_page(Status(**status | changes))


def losses(*values):
    """Records of a study that minimises its loss, or another metric."""
    return [record(trial, value, metric="val_loss") for trial, value in enumerate(values)]


def heights(text):
    """How far from the top the marks of trials are."""
    return [float(y) for y in re.findall(r'cy="([^"]+)"', text)]


def line(text):
    """The heights of the line of the best so far."""
    [path] = re.findall(r'class="best-so-far" d="([^"]+)"', text)
    return [float(y) for y in re.findall(r"(?:V|M[0-9.]+ )([0-9.]+)", path)]


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
    best = "validation accuracy (higher is better), trial 1: learning_rate 0.0012, activation relu"
    assert f'<p class="best">0.9900</p>\n<p>{best}</p>' in text
    assert "<h2>Being trained</h2><p>trial 4: " in text


@pytest.mark.parametrize(
    ("values", "best"),
    [((3e-5, 1.234567e-5, 2e-5), "1.235e-05"), ((3e6, 1.234567e6, 2e6), "1.235e+06")],
)
def test_the_best_loss_is_the_lowest(values, best):
    text = page(losses(*values), LOSS)
    assert f'<p class="best">{best}</p>\n<p>validation loss (lower is better), trial 1: ' in text
    assert "The validation loss by trial; lower is" in text
    assert "<th>val_loss</th>" in text
    assert "ccuracy" not in text


@pytest.mark.parametrize(("direction", "best"), [("maximize", 1), ("minimize", 2)])
def test_the_direction_of_a_metric_of_the_users_own_decides(direction, best):
    text = page(losses(-2.0, 7.0, -5.0), Objective("val_mine", direction))
    assert f"validation mine ({'higher' if best == 1 else 'lower'} is better), trial {best}" in text
    drawn = heights(text)
    assert line(text) == [drawn[0], drawn[best]]


def test_a_search_whose_trials_all_failed_has_no_best_and_no_picture():
    text = page(losses(None, None), LOSS)
    assert "2 of 10 trials, 2 failed" in text
    assert "<svg" not in text and "Best so far" not in text


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
    assert "it &lt;diverged&gt; &amp; &#34;died&#34;" in text
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
    drawn = heights(text)
    assert drawn[1] < drawn[0] < drawn[2]
    assert line(text) == drawn[:2]
    assert "logarithmic in the distance from 1" in text


def test_a_loss_is_drawn_with_the_lowest_values_at_the_bottom():
    text = page(losses(0.5, 9.0, None, 0.1, 0.2), LOSS)
    drawn = heights(text)
    assert drawn[1] < drawn[0] < drawn[3]
    assert line(text) == [drawn[0], drawn[2]]
    assert "on a logarithmic scale; lower is" in text


@pytest.mark.parametrize(("objective", "at_bottom"), [(ACCURACY, True), (LOSS, False)])
def test_failed_trials_are_at_the_edge_where_values_are_worse(objective, at_bottom):
    text = page([record(0, 0.2), record(1, None), record(2, 0.9)], objective)
    [failed] = re.findall(r'class="failed" transform="translate\([0-9.]+ ([0-9.]+)\)', text)
    assert (float(failed) > max(heights(text))) == at_bottom
    assert (float(failed) < min(heights(text))) == (not at_bottom)


@pytest.mark.parametrize(
    ("objective", "values"),
    [
        *((ACCURACY, each) for each in ([0.0], [1.0], [1.0, 0.0], [0.99, 0.99], [None, 1.0])),
        *((LOSS, each) for each in ([0.0], [1e-5], [1e6, 1e-5], [3.0, 3.0, None], [-1e9, 1e9])),
        *((LOSS, each) for each in ([1e-300, 1e300], [1e6, 1e6 + 1e-9])),
    ],
)
def test_any_values_can_be_drawn_inside_the_picture(objective, values):
    text = page([record(trial, value) for trial, value in enumerate(values)], objective)
    for mark in ("cx", "x"):
        assert all(0 <= float(x) <= 480 for x in re.findall(f' {mark}="([^"]+)"', text))
    assert all(0 < y < 240 for y in heights(text))
    assert re.search('text-anchor="end">[^<]+</text>', text)


def test_the_table_shows_the_latest_trials_and_not_all():
    text = page([record(trial) for trial in range(100)], n_calls=200)
    assert text.count('<tr class="complete">') == N_LATEST
    assert "<td>99</td><td>complete</td><td>0.5000</td><td>60</td><td>0.00123</td>" in text


def test_it_is_written_only_if_there_is_something_new(tmp_path):
    file = StatusFile(tmp_path / "gp", ACCURACY, 10, print)
    file.show(RECORDS)
    before = file.path.stat().st_ino
    file.show(list(RECORDS))
    assert file.path.stat().st_ino == before
    file.show(RECORDS[:2])
    assert "2 of 10" in file.path.read_text()
    assert [path.name for path in file.path.parent.iterdir()] == ["status.html"]


def test_a_mistake_in_the_page_is_noted_once_and_harms_nothing(tmp_path):
    said = []
    file = StatusFile(tmp_path / "gp", ACCURACY, 10, said.append)
    for trial in (1, 2):
        file.show([record(trial, value="none")])
    assert len(said) == 1
    assert re.match("the status page is not written: (Type|Value)Error", said[0])


def test_an_exception_is_said_to_have_stopped_the_search(tmp_path):
    with pytest.raises(OSError), StatusFile(tmp_path / "gp", LOSS, 10, print) as file:
        file.show(losses(0.1))
        raise OSError("the disk is full")
    text = file.path.read_text()
    assert ">stopped</span>" in text and "the disk is full" in text
    assert "1 of 10 trials" in text


def test_of_very_many_trials_some_are_marked():
    drawn = picture(ACCURACY, [record(trial, 0.5) for trial in range(10_000)], 10_000)
    assert (len(drawn.marks), drawn.every) == (1000, 10)
    assert drawn.marks[1].title.startswith("trial 10:")
