"""The limits of the run chart against published ones, and its picture."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

import numpy as np
import pytest
from matplotlib.image import imread

from bot.domain.control import DAYS, Measure, Rule, Tally
from bot.reports import run_chart
from bot.reports.limits import Chart, chart, limits
from bot.reports.run_chart import Labels, drawn, span
from bot.slack.render import Renderer
from templates import FOLDER

FIRST = date(2026, 10, 26)
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals Control Charts": the flowrates of ten
# batches, and the limits that it gives for them. https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc322.htm
FLOWRATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
CENTRE, LOWER, UPPER = 50.81, 45.8159, 55.8041
ROUNDING = 0.002  # the handbook divides by d2 = 1.128, where the tables (and the library) have 3/d2 = 2.660


def days(rates: list[float], judged: int = 40) -> list[Tally]:
    """So many days, of whose reports such shares were recorded in time."""
    return [Tally(FIRST + timedelta(days=n), round(rate * judged), judged) for n, rate in enumerate(rates)]


def steady(seed: int = 1) -> list[float]:
    """Four weeks in which nothing in particular changes."""
    made = Random(seed)
    return [0.85 + made.choice((-0.05, -0.025, 0, 0.025, 0.05)) for _ in range(DAYS)]


def labels(found: Chart) -> Labels:
    """Words for a picture."""
    names = {each.day: f"{each.day:%d %b}" for each in found.days if each.day.weekday() == 0}
    return Labels("average 85%", "usual range 72% to 98%", "3 days with fewer than 20", names)


def pixels(png: bytes) -> np.ndarray:
    """The picture as rows of dots, red, green and blue from 0 to 1."""
    return imread(BytesIO(png))[:, :, :3]


def test_the_limits_are_those_of_the_published_example() -> None:
    found = limits(FLOWRATE)
    assert found.centre == pytest.approx(CENTRE, abs=1e-9)
    assert found.lower == pytest.approx(LOWER, abs=ROUNDING)
    assert found.upper == pytest.approx(UPPER, abs=ROUNDING)


def test_four_steady_weeks_have_limits_and_no_signal() -> None:
    found = chart(days(steady()))
    assert found.measure is Measure.IN_TIME
    assert found.limits is not None
    assert found.specials == ()


def test_a_bad_day_and_a_fall_are_signals_that_say_which_days() -> None:
    fallen = chart(days([*steady()[:20], *[0.7] * 8]))
    ends = {(s.first, s.last) for s in fallen.specials if not s.above}
    assert (FIRST + timedelta(days=20), FIRST + timedelta(days=27)) in ends
    bad = chart(days([*steady()[:20], 0.2, *steady()[21:]]))
    assert [(s.rule, s.first, s.above) for s in bad.specials if s.rule is Rule.BEYOND] == [
        (Rule.BEYOND, FIRST + timedelta(days=20), False)
    ]


def test_a_chart_of_few_days_has_points_and_judges_nothing() -> None:
    found = chart(days([0.1, 0.9] * 3))
    assert found.limits is None
    assert found.specials == ()
    assert drawn(found, labels(found)).startswith(b"\x89PNG")


def test_the_days_before_the_first_report_are_no_part_of_it() -> None:
    found = chart([*days([0.0] * 10, judged=0), *days(steady()[:18])])
    assert len(found.days) == 18
    assert found.unjudged == 0


def test_a_chart_of_no_days_at_all_can_be_drawn() -> None:
    found = chart([])
    assert drawn(found, labels(found)).startswith(b"\x89PNG")


def test_the_scale_reaches_over_every_point_and_never_beyond_what_can_be() -> None:
    for judged in (40, 8):
        found = chart(days([*steady(), 0.0, 1.0], judged))
        low, high = span(found)
        heights = [run_chart.value(each, found.measure) for each in found.points]
        assert low <= min(heights)
        assert max(heights) <= high
        assert low >= 0
        assert found.measure is Measure.MISSED or high == 100


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_longest_words_of_either_language_fit_into_the_picture(lang: str) -> None:
    found = chart([*days(steady()[:14]), *days(steady()[14:], judged=10)])
    words = Renderer(FOLDER, "Europe/London")
    said = [words.line("digests/weekly_label", lang, chart=found, which=w) for w in ("usual", "unjudged")]
    shown = pixels(drawn(found, Labels("", said[0], said[1].replace("14", "28"), labels(found).days)))
    assert found.unjudged == 14
    assert np.allclose(np.concatenate([shown[:, -9:], shown[:, :9]], axis=1), 1.0)


def test_the_picture_has_a_ground_of_its_own_to_its_edges() -> None:
    found = chart(days(steady()))
    shown = pixels(drawn(found, labels(found)))
    edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    assert np.allclose(edge, 1.0)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_and_lines_stand_out_as_wcag_asks() -> None:
    ground = _luminance(run_chart.GROUND)
    for colour, least in ((run_chart.INK, 4.5), (run_chart.MUTED, 4.5), (run_chart.ACCENT, 3.0)):
        assert (ground + 0.05) / (_luminance(colour) + 0.05) >= least


def test_a_signal_shows_in_a_picture_without_colours() -> None:
    shown = days([*steady()[:20], 0.2, *steady()[21:]])
    found = chart(shown)
    unmarked = Chart(found.measure, found.days, found.points, found.limits, ())
    grey, plain = (pixels(drawn(each, labels(found))).mean(axis=2) for each in (found, unmarked))
    assert np.abs(grey - plain).max() > 0.5


def test_the_same_days_give_the_same_picture() -> None:
    found = chart(days(steady()))
    assert drawn(found, labels(found)) == drawn(found, labels(found))
