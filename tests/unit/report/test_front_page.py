"""The report's front page, put together as Snakemake does it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils.core import publish_parts
from jinja2 import Environment

TEMPLATE = Path(__file__).parents[3] / "report" / "workflow.rst"
PAGE = "<html><main>\n<h1>Study {study}</h1>\n\n<p>of {study}\n</p>\n</main></html>"


@pytest.fixture
def front_page(tmp_path):
    def front_page(*studies):
        categories = {}
        for study in studies:
            file = tmp_path / study / "summary.html"
            file.parent.mkdir()
            file.write_text(PAGE.format(study=study))
            job = SimpleNamespace(wildcards=SimpleNamespace(study=study))
            other = SimpleNamespace(name="trials.csv")
            shown = SimpleNamespace(name="summary.html", path=file, job=job)
            categories[study] = {"Summary": [shown], "Trials": [other]}
        config = {
            "dataset": {"name": "digits"},
            "objective": {"metric": "val_loss", "direction": "minimize", "epoch": "last"},
            "studies": dict.fromkeys(studies),
        }
        environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Snakemake's
        text = environment.from_string(TEMPLATE.read_text()).render(
            snakemake=SimpleNamespace(config=config), categories=categories, files=[]
        )
        page = publish_parts(text, writer_name="html")["html_body"]
        assert "System Message" not in page
        return page

    return front_page


def test_one_study_is_shown_open(front_page):
    page = front_page("gp")
    words = page.replace("\n", " ")
    assert "digits</em>: 1 study." in words
    assert "to minimize" in words and ">val_loss</" in words
    assert page.count("<h1>Study gp</h1>") == 1
    assert "<details>" not in page


def test_several_studies_can_be_folded(front_page):
    page = front_page("gp", "random")
    assert page.count("<details>") == page.count("</details>") == 2
    for study in ("gp", "random"):
        assert f"<summary>Study {study}</summary>" in page
        assert f"<p>of {study}" in page
