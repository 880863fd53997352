"""The plot of a meeting record: what it draws, its columns by day or week, and the same bytes each time."""

from datetime import date, timedelta
from io import BytesIO

import matplotlib.image
import pytest

from bot.domain.meeting_figures import Tally
from bot.reports.meeting_plot import Column, Labels, columns, drawn, named

FIRST = date(2026, 11, 2)  # a Monday
LABELS = Labels("Reviewed", "Read out", "Not looked at", "Not held", {FIRST: "2/11"})


def day(items: int, reviewed: int = 0, read_out: int = 0, missed: int = 0) -> Tally:
    return Tally(1, 1 - missed, 0, missed, items, reviewed, read_out, {})


def days(number: int) -> dict[date, Tally]:
    return {FIRST + timedelta(days=n): day(5, 3, 1, n % 7 == 6) for n in range(number)}


def test_a_month_has_a_column_a_day_and_a_longer_time_one_a_week() -> None:
    assert len(columns(days(31))) == 31
    weekly = columns(days(56))
    assert [c.since for c in weekly] == [FIRST + timedelta(weeks=n) for n in range(8)]
    assert {(c.items, c.reviewed, c.read_out, c.unseen, c.missed) for c in weekly} == {(35, 21, 7, 7, 1)}


@pytest.mark.parametrize("number", [1, 2, 5, 6, 31, 200])
def test_at_most_six_columns_have_their_name_below(number: int) -> None:
    found = named(columns(days(number)))
    assert 1 <= len(found) <= 6
    assert found[0] == FIRST


def test_the_same_figures_are_the_same_bytes_and_others_are_not() -> None:
    some = columns(days(9))
    assert drawn(some, LABELS) == drawn(some, LABELS)
    assert drawn(some, LABELS) != drawn(columns(days(10)), LABELS)


@pytest.mark.parametrize("found", [(), columns(days(1)), (Column(FIRST, 0, 0, 0, 1),)])
def test_a_plot_of_little_or_nothing_is_drawn_all_the_same(found: tuple[Column, ...]) -> None:
    picture = matplotlib.image.imread(BytesIO(drawn(found, LABELS)))
    height, width = picture.shape[:2]
    assert (width, height) == (1020, 720)
    assert picture[0, 0, :3].tolist() == [1, 1, 1]  # a ground of its own, for dark themes
