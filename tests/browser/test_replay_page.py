"""The page of a replay in a real browser: it asks for nothing, fits a phone, and prints."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.domain.figures import JUDGED, Outcome
from bot.replay.findings import Axis
from bot.reports.page import page as made
from tests.browser.pages import DESK, PHONE
from tests.builders import FORCE, ROSTER
from tests.reports import things

pytestmark = pytest.mark.browser
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 24, 31)"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page in both languages, as files."""
    folder = tmp_path_factory.mktemp("pages")
    found = {
        f"{name}.{lang}": folder / f"{name}.{lang}.html" for name in things.EVERY for lang in ("en", "cy")
    }
    for name, path in found.items():
        kind, lang = name.split(".")
        path.write_text(made(things.EVERY[kind](), FORCE, lang, ROSTER, (), things.MADE), encoding="utf-8")
    return found


@contextmanager
def shown(browser: Browser, path: Path, **how: object) -> Iterator[Page]:
    """The page from its file; whatever it asks for beyond that, or complains of, fails the test."""
    context = browser.new_context(**{"viewport": DESK, **how})  # type: ignore[arg-type]  # a context's own options
    page, asked, said = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert (asked, said) == ([path.as_uri()], [])


@pytest.mark.parametrize("name", [f"{name}.{lang}" for name in things.EVERY for lang in ("en", "cy")])
def test_nothing_scrolls_sideways_on_a_phone_but_a_wide_table(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    with shown(browser, files[name], viewport=PHONE, is_mobile=True, device_scale_factor=2) as page:
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_and_its_plots_follow_light_and_dark(
    browser: Browser, files: dict[str, Path], scheme: str, colour: str
) -> None:
    with shown(browser, files["month.en"], color_scheme=scheme) as page:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour
        ink = page.evaluate("getComputedStyle(document.body).color")
        drawn = page.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
        assert contrast(ink, colour) > 7
        assert contrast(drawn, colour) > 4.5


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, as WCAG counts it."""

    def luminance(colour: str) -> float:
        parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_in_the_plots_are_large_enough_on_a_phone(browser: Browser, files: dict[str, Path]) -> None:
    with shown(browser, files["month.cy"], viewport=PHONE) as page:
        heights = page.evaluate(
            "[...document.querySelectorAll('figure svg text')].map(t => t.getBoundingClientRect().height)"
        )
        assert min(heights) >= 9


def test_no_name_in_a_plot_runs_into_its_count(browser: Browser, files: dict[str, Path]) -> None:
    with shown(browser, files["month.cy"]) as page:
        boxes = page.evaluate(
            "[...document.querySelectorAll('figure svg text')].map(t => {const b = t.getBoundingClientRect();"
            "return [t.ownerSVGElement.getAttribute('aria-label'), b.left, b.top, b.right, b.bottom]})"
        )
        assert len(boxes) > 60
        assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if overlap(a, b)]


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two words of one plot cover each other by more than a hair."""
    return (
        one[0] == other[0]
        and min(one[3], other[3]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[2], other[2]) > 3
    )


def test_every_plot_says_in_words_what_it_shows(browser: Browser, files: dict[str, Path]) -> None:
    counts = things.month().by[Axis.UNIT]["carmarthenshire"]
    told = f"{counts[Outcome.MET]:,} of {sum(counts[o] for o in JUDGED):,}, "
    with shown(browser, files["month.en"]) as page:
        units = page.get_by_role("img", name=re.compile(f"^By unit: .*{told}[0-9.]+% \\("))
        assert units.count() == 1
        assert page.get_by_role("img").count() == page.locator("svg").count() == 6


def test_a_wide_table_can_be_reached_and_moved_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    with shown(browser, files["month.en"], viewport={"width": 320, "height": 640}) as page:
        region = page.get_by_role("region", name="Messages a day in each channel")
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_the_page_prints_on_paper_of_a4_in_light(browser: Browser, files: dict[str, Path]) -> None:
    with shown(browser, files["month.en"], color_scheme="dark") as page:
        printed = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == LIGHT
        assert not page.locator("nav").is_visible()
    assert printed.startswith(b"%PDF")
    sides = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(w)), round(float(h))) for w, h in sides} <= {(595, 842), (594, 842), (595, 841)}
    assert len(sides) < 16
