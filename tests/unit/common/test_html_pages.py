import subprocess
import sys

import jinja2
import numpy as np
import pytest

from sametrials.common.html_pages import duration, percent, render, short


def test_numbers_are_written_for_people():
    assert short(0.000123456) == "0.0001235"
    assert (short(512), short(123456)) == ("512", "123456")
    assert (short(float("nan")), short(np.float64("nan"))) == ("", "")
    assert (short(np.float64(1 / 3)), short(np.int64(7))) == ("0.3333", "7")
    assert (short(True), short(np.True_), short("relu")) == ("True", "True", "relu")
    assert (duration(5.25), duration(3661)) == ("5.2 s", "1:01:01")
    assert (percent(0), percent(0.001), percent(0.5)) == ("0 %", "< 1 %", "50 %")


def test_a_template_escapes_what_it_is_filled_in_with(tmp_path):
    (tmp_path / "part.svg").write_text("<title>{{ word }}</title>")
    (tmp_path / "page.html").write_text("<p>{{ word }}</p>{% include 'part.svg' %}")
    text = "&lt;b&gt;"
    assert render(tmp_path, "page.html", word="<b>") == f"<p>{text}</p><title>{text}</title>"


def test_what_a_template_lacks_is_an_error(tmp_path):
    (tmp_path / "page.html").write_text("{{ word }}")
    with pytest.raises(jinja2.UndefinedError, match="word"):
        render(tmp_path, "page.html")


def test_a_search_does_not_wait_for_pandas_or_jinja_to_be_imported():
    code = "import sys, sametrials.search.status.status_file; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"pandas", "jinja2"} & set(done.stdout.split())
