"""Makes the pictures of the README from a running demo; with a folder, a picture of every step of the story.

python -m tests.browser.screenshots [FOLDER]
"""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.browser.evening import PATIENCE_MS, Evening, demo
from tests.browser.pages import DESK, PHONE, QUIET, found_chromium, messages, opened
from tests.browser.test_morning import ENGLISH as MEETING
from tests.browser.test_morning import MORNING, open_home, run
from tests.browser.test_story import ENGLISH, WELSH, play

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WIDE: ViewportSize = {"width": 1280, "height": 720}
TALL: ViewportSize = {"width": 900, "height": 1000}
READING: ViewportSize = {"width": 1000, "height": 1000}
STEPS = {
    "light": (DESK, "light", ENGLISH),
    "dark": (DESK, "dark", ENGLISH),
    "phone": (PHONE, "light", WELSH),
}  # name: how large, how light, in which language


def for_the_readme(browser: Browser) -> None:
    """Take the live list with an alert beside it, and a history."""
    IMAGES.mkdir(exist_ok=True)
    with demo("--weeks", "0") as address, opened(browser, address, WIDE, color_scheme="light") as page:
        evening = Evening(page)
        show_the_list_and_its_alert(evening)
        page.screenshot(path=IMAGES / "live-list.png")
        page.get_by_role("button", name="Close").click()
        show_a_history(evening)
        page.screenshot(path=IMAGES / "why.png")


def of_a_replay(browser: Browser) -> None:
    """Take the first screen of an invented month."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "bot", "replay", "--example", "--out", folder], check=True)
        page = browser.new_page(viewport=TALL)
        page.goto(f"{Path(folder).as_uri()}/replay.html")
        page.screenshot(path=IMAGES / "replay.png")
        page.close()


def of_a_morning(browser: Browser) -> None:
    """Take a meeting's board and its record, then what people have for themselves: digests, a Home tab."""
    with demo(*MORNING) as address:
        place = address.partition("?")[0]
        with opened(browser, f"{place}?as=U0CHAIR&channel=bcu-carmarthenshire", WIDE) as page:
            run(Evening(page, Chosen(page, {"board": "board", "record": "record"})), MEETING)
        of_digests(browser, place)
        with opened(browser, f"{place}?as=U0HUGHES", READING) as page:
            open_home(page, "Good to see you, Insp Hughes")
            page.screenshot(path=IMAGES / "home.png")


def of_digests(browser: Browser, place: str) -> None:
    """Take an inspector's daily digest, and the Registrar's weekly one in light and dark."""
    with opened(browser, f"{place}?as=U0HUGHES&channel=bcu-carmarthenshire", READING) as page:
        evening = Evening(page)
        waiting = messages(page).filter(has_text="overdue").last  # what the feed told is taken in
        expect(waiting).to_be_visible(timeout=PATIENCE_MS)
        evening.ask("/digest now").screenshot(path=IMAGES / "digest.png")
    for scheme in ("light", "dark"):
        with opened(browser, f"{place}?as=U0PROBERT", READING, color_scheme=scheme) as page:
            newest(page, "Reports of").screenshot(path=IMAGES / f"weekly-{scheme}.png")


def newest(page: Page, words: str) -> Locator:
    """The newest message with some words in the conversation with the bot, with all its pictures."""
    page.get_by_role("button", name="Cofnod").or_(page.get_by_role("link", name="Cofnod")).first.click()
    found = messages(page).filter(has_text=words).last
    expect(found).to_be_visible(timeout=4 * PATIENCE_MS)
    for picture in found.locator("figure img").all():
        picture.evaluate("one => one.decode()")
    page.mouse.move(0, 0)
    return found


class Chosen:
    """Takes a picture of the steps that are named, each into its file."""

    def __init__(self, page: Page, names: Mapping[str, str]) -> None:
        self.page, self.names = page, names

    def __call__(self, step: str) -> None:
        """Take one, where it is asked for."""
        if step in self.names:
            messages(self.page).last.evaluate("one => one.scrollIntoView()")  # its beginning says the most
            self.page.screenshot(path=IMAGES / f"{self.names[step]}.png")


def show_the_list_and_its_alert(evening: Evening) -> None:
    """Open the alert beside the list."""
    page = evening.page
    evening.refs()
    alert = messages(page).filter(has=page.get_by_role("button", name="Got it")).first
    alert.hover()
    alert.get_by_role("button", name="Reply in thread").click()
    expect(page.locator("#thread")).to_contain_text("Overdue")
    for box in ("#messages", "#thread .messages"):
        page.locator(box).evaluate("box => box.scrollTo(0, 0)")
    page.locator("#messages .to-end").evaluate("button => button.hidden = true")
    page.mouse.move(0, 0)


def show_a_history(evening: Evening) -> None:
    """Negate, be refused, add an offence, have it confirmed by the inspector, and ask for the history."""
    ref = evening.of("Burglary, residential")
    evening.ask(f"/negate {ref} NNO 20:30 told yes")
    evening.ask(f"/confirm {ref}")
    evening.ask(f"/add-offence {ref} told 19:10")
    evening.become("Gwyn Hughes")
    evening.ask(f"/confirm {ref}.1")
    answer = evening.ask(f"/why {ref}")
    expect(answer).to_contain_text("confirmed the negation")
    evening.page.mouse.move(0, 0)


def every_step(browser: Browser, folder: Path) -> None:
    """Play the story on each kind of screen and take a picture of every step."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (viewport, scheme, told) in STEPS.items():
        here = partial(opened, viewport=viewport, color_scheme=scheme)
        with demo("--weeks", "0") as address, here(browser, f"{address}&lang={told.code}") as page:
            evening = Evening(page, Taker(page, folder, name))
            evening.refs()
            evening.look("opened")
            play(evening, told)


class Taker:
    """Takes a picture whenever it is told that a step is done."""

    def __init__(self, page: Page, folder: Path, name: str) -> None:
        self.page, self.folder, self.name, self.taken = page, folder, name, 0

    def __call__(self, step: str) -> None:
        """Take one."""
        self.taken += 1
        self.page.screenshot(path=self.folder / f"{self.name}-{self.taken:02d}-{step}.png")


def main() -> None:
    """Take what the command line asks for."""
    with sync_playwright() as playwright:
        path = found_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        if sys.argv[1:]:
            every_step(browser, Path(sys.argv[1]))
        else:
            for_the_readme(browser)
            of_a_replay(browser)
            of_a_morning(browser)
        browser.close()


if __name__ == "__main__":
    main()
