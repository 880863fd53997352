"""Finds a browser, runs a workspace and the small app that answers in it, and opens pages."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
]
CARMS = "?as=U0MORGAN&channel=bcu-carmarthenshire"
HUGHES_IN_HUB = "?as=U0HUGHES&channel=crime-incident-hub"
HUB = "?as=U0MORGAN&channel=crime-incident-hub"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def found_chromium(own: str = "") -> str | None:
    """Find a Chromium on this machine; CHROMIUM names another one, `own` is Playwright's."""
    known = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES), *ELSEWHERE, own]
    return next((path for path in known if path and Path(path).is_file()), None)


def without_chromium() -> NoReturn:
    """Skip with a reason that is told at the end, or fail where it must not be missing."""
    reason = "no Chromium found: install one, or name it in CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, Any]]:
    """Run a Python program until the block ends; it has said on one line of JSON that it is ready."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1]
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


@contextmanager
def workspace() -> Iterator[dict[str, Any]]:
    """Run a workspace to which no app is connected yet."""
    with running("-m", "workspace", "--manifest", str(HERE / "echo_manifest.json"), "--rates", "0") as ready:
        yield ready


@contextmanager
def opened(browser: Browser, url: str, viewport: ViewportSize = DESK, **options: Any) -> Iterator[Page]:
    """Open a page in a browser that remembers nothing; an error on the page fails the test."""
    context = browser.new_context(viewport=viewport, locale="en-GB", **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.wait_for_selector("#composer textarea, .sheet, .no-member, .home .empty")
    yield page
    probe(page, "closeForms")
    context.close()
    assert errors == []


def composer(page: Page) -> Locator:
    """Find where one writes into the channel."""
    return page.locator("#composer textarea")


def say(page: Page, text: str) -> None:
    """Write something and send it."""
    composer(page).fill(text)
    page.keyboard.press("Escape")  # puts an open completion away
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("")


def messages(page: Page) -> Locator:
    """List the messages of the channel."""
    return page.locator("#messages article")


def read(page: Page) -> None:
    """Wait until the channel has been read once: before that it has no messages to count."""
    expect(page.locator("#messages .items")).not_to_have_attribute("aria-busy", "true")


def posted(page: Page, text: str) -> Locator:
    """Have the app put a message with buttons here, and find it."""
    say(page, f"/post {text}")
    message = messages(page).filter(has_text=text).last
    expect(message).to_be_visible()
    return message


def all_kinds(page: Page) -> Locator:
    """Have the app put a message with every kind of block, and find that one, not an earlier one."""
    read(page)
    alike = messages(page).filter(has_text="A header")
    before = alike.count()
    say(page, "/post-all")
    expect(alike).to_have_count(before + 1)
    return alike.nth(before)


def act_as(page: Page, words: str) -> None:
    """Become somebody else by the menu."""
    page.locator("#act-as").click()
    page.locator("dialog.quick input").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#act-as strong")).to_contain_text(words)


def choose(page: Page, within: Locator, label: str, words: str) -> None:
    """Type into a list within `within` and take its first option."""
    within.get_by_role("combobox", name=label).fill(words)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def probe(page: Page, name: str, value: object = None) -> Any:
    """Ask the page one of the questions of probes.js."""
    return page.evaluate((HERE / "probes.js").read_text(encoding="utf-8"), [name, value])
