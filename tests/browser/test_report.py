"""The report of a real run, in a real browser: as whoever gets the file by mail would use it."""

import json
import re
import subprocess

import pytest
import yaml
from playwright.sync_api import Page, expect
from rocrate.rocrate import ROCrate

from project import REPOSITORY, Project

PYTHON = str(REPOSITORY / ".venv" / "bin" / "python")  # the workflow's, not this environment's
TELEPHONE = {"width": 390, "height": 844}
FIGURES_IN_REPORT = ".svg"
SHOWN = (".svg", ".html")


FAILING = """
from sametrials.tasks.keras_network.training.model import create_model as ours


def create_model(*, learning_rate, **others):
    if learning_rate == 1e-5:
        raise ValueError("no <b>hand-picked</b> trial")
    return ours(learning_rate=learning_rate, **others)
"""


SPACE = yaml.safe_load((REPOSITORY / "config.yaml").read_text())["search_space"]
TWO_DIMENSIONS = {
    "search_space": {name: SPACE[name] for name in ("learning_rate", "activation")},
    "constants": {"num_dense_layers": 1, "num_dense_nodes": 20},
    "default_parameters": {"learning_rate": 1e-5, "activation": "relu"},
}
"""Of more dimensions there are more figures, each as the others."""


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Project:
    """A finished tiny project with its report; one of its trials has failed."""
    project = Project(tmp_path_factory.mktemp("report") / "project", REPOSITORY / "tests" / "data")
    project.snakemake = [PYTHON, "-m", "snakemake"]
    (project.folder / "own.py").write_text(FAILING)
    project.configure(lambda config: config.update(TWO_DIMENSIONS, model="own.py"))
    project.run()
    project.run("--report", "report.html", "--report-stylesheet", "report/report.css")
    return project


@pytest.fixture
def report(page, project) -> Page:
    """The report, opened from disk."""
    page.goto((project.folder / "report.html").as_uri())
    expect(page.get_by_text("Study gp", exact=True)).to_be_visible()
    return page


def results(page: Page) -> dict[str, dict]:
    """All results of the report by their path."""
    return page.evaluate("results")


def open_subcategory(page: Page, name: str) -> None:
    page.get_by_role("link", name="Results").click()
    page.get_by_role("link", name=name, exact=True).click()


def show(page: Page, what: str) -> None:
    """Click on the eye beside a result."""
    cell = page.get_by_role("cell", name=what, exact=True)
    page.get_by_role("row").filter(has=cell).get_by_role("link").first.click()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_the_report_is_one_small_file(project):
    assert (project.folder / "report.html").stat().st_size < 10_000_000


def test_the_front_page_has_the_numbers_of_the_files(report, project):
    text = " ".join(report.locator(".prose").inner_text().split())
    best = json.loads(project.path("best_trial.json").read_text())
    evaluation = json.loads(project.path("evaluation.json").read_text())
    assert f"{best['accuracy']:.4f} ± " in text
    assert f"{evaluation['accuracy']:.4f} ± " in text
    assert f"Trial {best['trial']} is the best" in text
    assert "1 failed" in text
    assert "1 of 6 trials failed" in text
    assert "System Message" not in text  # of docutils
    for value in best["versions"].values():
        assert value in text
    crate = json.loads(project.path("ro-crate-metadata.json").read_text())
    values = [each["value"] for each in crate["@graph"] if "SHA-256" in each.get("name", "")]
    assert len(values) == 3
    for value in values:
        assert value in text


def test_every_figure_and_table_is_reached_by_clicking(report, project):
    expected = results(report)
    on_disk = {f"results/gp/plots/{file.name}" for file in project.path("plots").glob("*.svg")}
    assert on_disk < set(expected)
    seen = set()
    for subcategory in report.evaluate("Object.keys(categories.gp)"):
        open_subcategory(report, subcategory)
        for path in report.evaluate("name => categories.gp[name]", subcategory):
            show(report, next(iter(expected[path]["labels"].values())))
            shown = report.locator("#app > div > nav + div").locator("img, iframe")
            if path.endswith(SHOWN):
                assert shown.get_attribute("src") == expected[path]["data_uri"]
                if path.endswith(FIGURES_IN_REPORT):
                    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)")
            seen.add(path)
        report.get_by_role("listitem").get_by_role("link").first.click()  # home
    assert seen == set(expected)


def test_each_caption_states_what_is_configured(report):
    captions = {path: result["caption"] for path, result in results(report).items()}
    assert all(captions.values())
    for caption in captions.values():
        assert "gp" in caption or "digits" in caption
        assert "system-message" not in caption
    caption = " ".join(captions["results/gp/plots/convergence.svg"].split())
    assert "(6 trials, optimizer gp), measured on the validation images, and" in caption


def test_the_summary_and_the_table_of_trials_are_usable_inside_the_report(report):
    open_subcategory(report, "Trials")
    show(report, "all trials to sort and filter, and why some failed")
    table = report.frame_locator("iframe")
    expect(table.get_by_role("heading", name="All trials of study gp")).to_be_visible()
    table.get_by_role("searchbox").fill("failed")
    expect(table.get_by_role("status")).to_have_text("1 of 6 trials")


@pytest.fixture
def trials(page, project) -> Page:
    """The table of trials, opened from disk."""
    page.goto(project.path("trials.html").as_uri())
    return page


def column(page: Page, name: str) -> list[str]:
    """The cells of a column, from top to bottom, of the rows that are shown."""
    names = [text.strip() for text in page.get_by_role("columnheader").all_inner_texts()]
    return page.locator(f"tbody tr:visible td:nth-child({names.index(name) + 1})").all_inner_texts()


@pytest.mark.parametrize("name", ["trial", "accuracy", "learning_rate", "activation"])
def test_a_click_on_a_heading_sorts(trials, project, name):
    expected = sorted_column(project, name)
    header = trials.get_by_role("columnheader", name=name, exact=True)
    for direction in ("ascending", "descending"):
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", direction)
        assert trials.locator("th[aria-sort]").count() == 1
        assert as_read(column(trials, name)) == expected[direction]


def sorted_column(project: Project, name: str) -> dict[str, list]:
    """What the column of trials.csv is when it is sorted; what is empty stays at the end."""
    lines = [line.split(",") for line in project.table().splitlines()]
    cells = as_read([line[lines[0].index(name)] for line in lines[1:]])
    filled = sorted((each for each in cells if each is not None), key=by_value)
    empty = [None] * (len(cells) - len(filled))
    return {"ascending": filled + empty, "descending": filled[::-1] + empty}


def by_value(cell: str) -> float | str:
    return float(cell) if re.match(r"[\d.]", cell) else cell


def as_read(cells: list[str]) -> list:
    """Numbers with the digits that a page shows; None for an empty cell."""
    return [
        None if not cell else f"{float(cell):.4g}" if re.match(r"[\d.]", cell) else cell
        for cell in cells
    ]


def test_words_filter_the_trials(trials):
    field = trials.get_by_role("searchbox")
    field.fill("complete relu")
    shown = column(trials, "activation")
    assert set(shown) == {"relu"}
    assert set(column(trials, "state")) == {"complete"}
    expect(trials.get_by_role("status")).to_have_text(f"{len(shown)} of 6 trials")
    field.fill("")
    expect(trials.get_by_role("status")).to_have_text("6 of 6 trials")


def test_why_a_trial_failed_is_told_and_its_words_are_no_markup(trials):
    expect(trials.get_by_text("no <b>hand-picked</b> trial").first).to_be_visible()
    expect(trials.locator("pre")).to_contain_text("own.py")


def test_the_keyboard_alone_reaches_a_figure(report):
    def tab_to(name: str) -> None:
        for _ in range(60):
            report.keyboard.press("Tab")
            if report.evaluate("document.activeElement.innerText").strip() == name:
                outline = report.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline == "solid"  # one sees where one is
                return
        pytest.fail(f"{name} is not reached")

    for name in ("Results", "Search"):
        tab_to(name)
        report.keyboard.press("Enter")
    row = report.get_by_role("row").filter(has_text="convergence")
    eye = row.get_by_role("link").first
    for _ in range(60):
        report.keyboard.press("Tab")
        if eye.evaluate("link => link === document.activeElement"):
            break
    report.keyboard.press("Enter")
    expect(report.locator("#app > div > nav + div img")).to_be_visible()


def test_the_keyboard_alone_sorts(trials):
    button = trials.get_by_role("columnheader", name="trial", exact=True).get_by_role("button")
    button.focus()
    trials.keyboard.press("Enter")
    assert column(trials, "trial") == ["0", "1", "2", "3", "4", "5"]


def test_a_telephone_shows_the_front_page_and_a_figure(page, project):
    page.set_viewport_size(TELEPHONE)
    page.goto((project.folder / "report.html").as_uri())
    prose = page.locator(".prose")
    expect(prose).to_be_visible()
    box = prose.bounding_box()
    assert box["x"] >= 0
    assert 300 < box["width"] <= 390
    assert page.get_by_text("Study gp", exact=True).is_visible()
    assert overflow(page) <= 0
    content = page.locator("#app > div > nav + div")
    assert content.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    assert content.bounding_box()["height"] > 400
    open_subcategory(page, "Search")
    show(page, "convergence")
    image = page.locator("#app > div > nav + div img")
    expect(image).to_be_visible()
    box = image.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", ["summary.html", "trials.html"])
def test_a_page_of_its_own_fits_a_telephone(page, project, name):
    page.set_viewport_size(TELEPHONE)
    page.goto(project.path(name).as_uri())
    assert page.get_by_role("heading").first.is_visible()
    assert overflow(page) <= 0


def test_a_reader_of_ro_crates_finds_every_file_and_what_made_it(project):
    crate = ROCrate(project.path("."))
    files = {entity.id for entity in crate.data_entities}
    assert {"trials.csv", "best_model.keras", "plots/convergence.svg", "summary.html"} <= files
    for name in files:
        sha256 = subprocess.run(
            ["sha256sum", project.path(name)], capture_output=True, text=True, check=True
        ).stdout.split()[0]
        assert crate.get(name)["identifier"] == f"sha256:{sha256}"
    made_by = {
        result.id: action["instrument"]["name"]
        for action in crate.root_dataset["mentions"]
        if action.id != "#run"
        for result in as_list(action["result"])
    }
    assert set(made_by) == files
    assert made_by["trials.csv"] == "collect_results"
    assert made_by["evaluation.json"] == "evaluate_best_model"
    assert "snakemake --cores 2" in crate.get("#run")["description"]


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def test_a_new_commit_alone_reruns_nothing(project):
    for arguments in (["init"], ["add", "rules"], ["commit", "-m", "any"]):
        settings = ["-c", "user.name=a", "-c", "user.email=a@b.test"]
        subprocess.run(["git", *settings, *arguments], cwd=project.folder, check=True)
    assert "Nothing to be done" in project.run()
