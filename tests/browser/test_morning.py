"""The demo's morning in a real browser: a board run to its end, a digest with its picture, Home tabs."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import PATIENCE_MS, Evening, demo
from tests.browser.pages import messages, opened, say

pytestmark = pytest.mark.browser
MORNING = ("--morning", "--speed", "20")  # a minute of the story is three seconds


@dataclass(frozen=True)
class Board:
    """A meeting and the words that stand on its board, in the channel's language."""

    chair: str
    channel: str
    start: str
    here: str
    reviewed: str
    read_out: str
    end: str
    looked: str
    record: str


ENGLISH = Board(
    "U0CHAIR",
    "bcu-carmarthenshire",
    "/dmm start carmarthenshire @vaughan",
    "I'm here",
    "Reviewed",
    "Read the rest out",
    "End the meeting",
    "looked at",
    "record of the meeting",
)
WELSH = Board(
    "U0EVANS",
    "bcu-ceredigion",
    "/dmm start ceredigion @evans",
    "Rwyf yma",
    "Adolygwyd",
    "Darllen y gweddill",
    "Gorffen y cyfarfod",
    "edrychwyd ar",
    "cofnod cyfarfod",
)
HOMES = [
    ("U0MORGAN", "en", "Good to see you, PS Morgan"),
    ("U0HUGHES", "en", "Good to see you, Insp Hughes"),
    ("U0PROBERT", "en", "Good to see you, Probert"),
    ("U0EVANS", "cy", "Da eich gweld, Arolygydd Evans"),
]


@pytest.fixture(scope="module")
def morning() -> Iterator[str]:
    """The address of a demo in which a meeting is near."""
    with demo(*MORNING) as address:
        yield address.partition("?")[0]


@pytest.mark.parametrize("told", [ENGLISH, WELSH], ids=["en", "cy"])
def test_a_chair_runs_the_board_to_its_end(browser: Browser, morning: str, told: Board) -> None:
    with opened(browser, f"{morning}?as={told.chair}&channel={told.channel}") as page:
        run(Evening(page), told)


def run(evening: Evening, told: Board) -> None:
    """Start, say that one is there, review an item, have the rest read out, end, read the record."""
    board = begun(evening, told)
    evening.look("board")
    press(board, told.here)
    press(board, told.reviewed)
    evening.fill(line="to be recorded today")
    evening.submit()
    evening.shut()
    press(board, told.read_out)
    press(board, told.end)
    evening.fill(why="INF", line="the officer is in court until noon")
    evening.look("end")
    evening.submit()
    evening.shut()
    read_the_record(evening, board, told)


def begun(evening: Evening, told: Board) -> Locator:
    """The board, once the meeting's list has come and its chair has begun it."""
    starts = evening.page.get_by_role("button", name="Start the meeting").or_(
        evening.page.get_by_role("button", name="Dechrau'r cyfarfod")
    )
    expect(starts.last).to_be_visible(timeout=3 * PATIENCE_MS)
    evening.ask(told.start)
    board = messages(evening.page).filter(has=evening.page.get_by_role("button", name=told.end)).last
    expect(board).to_contain_text(told.looked, timeout=PATIENCE_MS)
    return board


def press(board: Locator, name: str) -> None:
    """Press the first button of a name."""
    board.get_by_role("button", name=name).first.click()


def read_the_record(evening: Evening, board: Locator, told: Board) -> None:
    """In the board's thread: the record, with its paper and its table."""
    ended = messages(evening.page).filter(has_text=told.looked).last
    ended.hover()
    ended.get_by_role("button", name="1 reply").or_(ended.get_by_role("button", name="replies")).first.click()
    thread = evening.page.locator("#thread")
    expect(thread).to_contain_text(told.record, timeout=PATIENCE_MS)
    expect(thread).to_contain_text("(PDF)", timeout=4 * PATIENCE_MS)
    evening.look("record")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_weekly_digest_shows_its_run_chart_and_says_in_words_what_that_shows(
    browser: Browser, morning: str, scheme: str
) -> None:
    with opened(browser, f"{morning}?as=U0CHAIR&channel=bcu-carmarthenshire", color_scheme=scheme) as page:
        picture = open_weekly(page, morning)
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
        assert len(picture.get_attribute("alt") or "") > 40


def open_weekly(page: Page, morning: str) -> Locator:
    """Ask for the weekly digest; gives its picture, in the conversation with the bot."""
    page.goto(f"{morning}?as=U0CHAIR&channel=bcu-carmarthenshire")
    say(page, "/digest weekly")  # its answer is a direct message
    page.get_by_role("button", name="Cofnod").or_(page.get_by_role("link", name="Cofnod")).first.click()
    picture = page.locator("#messages figure img").last
    expect(picture).to_be_visible(timeout=PATIENCE_MS)
    return picture


def open_home(page: Page, words: str) -> None:
    """Open the Home tab and wait until it greets."""
    page.get_by_text("Home", exact=True).or_(page.get_by_text("Hafan", exact=True)).first.click()
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(("account", "lang", "words"), HOMES)
def test_home_tabs_are_there_by_role(
    browser: Browser, morning: str, account: str, lang: str, words: str
) -> None:
    with opened(browser, f"{morning}?as={account}&lang={lang}") as page:
        open_home(page, words)
