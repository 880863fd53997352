"""A real browser, a real workspace, and a small app that answers: what the browser tests stand on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import CARMS, QUIET, found_chromium, opened, running, without_chromium, workspace


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module: Playwright's loop must end before tests that have loops of their own."""
    with sync_playwright() as playwright:
        path = found_chromium(playwright.chromium.executable_path)
        if path is None:
            without_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def echo_url() -> Iterator[str]:
    """The address of a workspace in which the echo app answers."""
    with workspace() as ready, running("-m", "tests.browser.echo_app", ready["api_url"]):
        yield ready["url"]


@pytest.fixture(scope="module")
def lonely_url() -> Iterator[str]:
    """The address of a workspace in which nobody answers."""
    with workspace() as ready:
        yield ready["url"]


@pytest.fixture
def page(browser: Browser, echo_url: str) -> Iterator[Page]:
    """The page as the sergeant sees it in her own channel."""
    with opened(browser, echo_url + CARMS) as page:
        yield page
