"""Formats of stamps, and whether the day or the month stands first."""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.guessing.order import decide
from bot.sources.guessing.times import Order, written
from tests.sources.guessing.exports import UNITS, guessed, moments, table
from tests.sources.guessing.exports import written as put

FORMATS = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%y %H:%M", "%d.%m.%Y %H.%M", "%d %b %Y %H:%M",
    "%d-%b-%Y %I:%M:%S %p", "%Y/%m/%d %H:%M", "%a %d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S %z", "%d%b%Y:%H:%M:%S",
    "%b %d, %Y %I:%M %p", "%d/%m/%Y %H:%M UTC", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S.%f",
)  # fmt: skip
DAYS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - strategy bounds are naive


@given(st.sampled_from(FORMATS), st.lists(DAYS, min_size=1, max_size=20))
def test_whatever_a_format_wrote_is_read_as_what_it_was(form: str, days: list[datetime]) -> None:
    texts = [day.strftime(form) for day in days]
    found = written(Counter(texts), numbers=False, first=Order.DAY)
    assert found is not None
    assert found.fitted == len(texts)
    assert [found.reader(text).when.strftime(form) for text in texts] == [  # type: ignore[union-attr] - read above
        text.replace("UTC", "UTC") for text in texts
    ]


def order(folder: Path, stamps: list[datetime], form: str) -> tuple[str, list[str]]:
    """The format of some stamps, and what was said of the order in it."""
    rows = [(str(n), at.strftime(form), "THEFT", UNITS[n % 4]) for n, at in enumerate(stamps, 1)]
    path = put(folder, "log.csv", table(("Log No", "Received", "Category", "BCU"), rows))
    os.utime(path, (datetime(2027, 6, 1, tzinfo=UTC).timestamp(),) * 2)
    made = guessed(path)
    notes = [note.code for note in made.about("fields.reported_at") if note.code.startswith("order")]
    return made.tables["fields"]["reported_at"]["formats"][0], notes


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"])
def test_a_day_above_twelve_proves_which_stands_first(form: str, tmp_path: Path) -> None:
    assert order(tmp_path, moments(400), form) == (form, ["order_proven"])


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"])
def test_days_that_follow_one_another_decide_early_in_a_month(form: str, tmp_path: Path) -> None:
    stamps = moments(200, datetime(2026, 11, 4, tzinfo=UTC), timedelta(minutes=50))
    assert order(tmp_path, stamps, form) == (form, ["order_by_days"])


def test_one_early_day_leaves_the_order_open_and_day_first(tmp_path: Path) -> None:
    stamps = moments(30, datetime(2026, 11, 4, tzinfo=UTC), timedelta(minutes=7))
    assert order(tmp_path, stamps, "%d/%m/%Y %H:%M") == ("%d/%m/%Y %H:%M", ["order_by_zone"])


def test_days_that_would_be_later_than_the_file_decide(tmp_path: Path) -> None:
    stamps = moments(30, datetime(2027, 5, 4, tzinfo=UTC), timedelta(minutes=7))
    later = [at.replace(month=5, day=9) for at in stamps]
    assert order(tmp_path, later, "%m/%d/%Y %H:%M") == ("%m/%d/%Y %H:%M", ["order_by_future"])


def test_the_earliest_of_unnamed_times_is_taken_for_the_report(tmp_path: Path) -> None:
    rows = [
        (str(n), *((at + timedelta(minutes=m)).strftime("%d/%m/%Y %H:%M") for m in (9, 0)), "THEFT", "Powys")
        for n, at in enumerate(moments(30), 1)
    ]
    made = guessed(put(tmp_path, "log.csv", table(("Log No", "Time B", "Time A", "Category", "BCU"), rows)))
    assert made.tables["fields"]["reported_at"]["column"] == "Time A"
    assert made.about("fields.reported_at")[0].code == "time_earliest"
    assert made.about("fields.reported_at")[0].check


def test_a_date_of_birth_is_never_a_time_of_an_incident(tmp_path: Path) -> None:
    rows = [(str(n), "01/02/1990", "THEFT", "Powys") for n in range(1, 30)]
    made = guessed(put(tmp_path, "log.csv", table(("Log No", "Date of Birth", "Category", "BCU"), rows)))
    assert made.missing == ("fields.reported_at",)


def test_times_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    rows = [
        (str(n), "unknown" if n == 3 else f"{at:%d/%m/%Y %H:%M}", "THEFT", "Powys")
        for n, at in enumerate(moments(40), 1)
    ]
    made = guessed(put(tmp_path, "log.csv", table(("Log No", "Received", "Category", "BCU"), rows)))
    note = next(note for note in made.about("fields.reported_at") if note.code == "time_unread")
    assert note.values["count"] == 1


@pytest.mark.parametrize(("zone", "first"), [("Europe/London", Order.DAY), ("America/New_York", Order.MONTH)])
def test_an_open_order_is_that_of_the_forces_part_of_the_world(zone: str, first: Order) -> None:
    assert decide([["04/03/2026 10:00"]], datetime(2027, 1, 1, tzinfo=UTC), zone) == (first, "order_by_zone")


def test_an_order_that_nothing_hangs_on_is_not_spoken_of() -> None:
    assert decide([["2026-03-04T10:00"]], datetime(2027, 1, 1, tzinfo=UTC), "Europe/London")[1] == ""
