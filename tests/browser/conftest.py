"""A real Chromium, headless and without a network."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

LOCAL = re.compile(r"(file|data|blob|about):|https?://(127\.0\.0\.1|localhost)[:/]")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.exit("found no chromium on the PATH, expected it: apt-get install chromium", 1)
    with sync_playwright() as playwright:
        # Without its sandbox: inside containers and as root it cannot make one.
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """1280 x 800 pixels; an error on its console, or a request to a network, is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)  # milliseconds
    trouble = []

    def pass_if_local(route: Route) -> None:
        if LOCAL.match(route.request.url):
            route.continue_()
        else:
            trouble.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", pass_if_local)
    page = context.new_page()
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    yield page
    context.close()
    assert trouble == []
