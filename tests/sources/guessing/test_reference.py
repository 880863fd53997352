"""Patterns of references: the number, and the day in it if it is that of the report."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.checks import reference
from bot.sources.guessing.reference import pattern_of

DAY = date(2026, 11, 19)
DATED = {
    "DP-{d:%Y%m%d}-{n:04}": r"DP-(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})-(?P<number>\d+)",
    "{n}/{d:%d-%m}": r"(?P<number>\d+)/(?P<day>\d{1,2})-(?P<month>\d{1,2})",
    "{d:%m%d%y}-{n:05}": r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{2})-(?P<number>\d+)",
    "{d:%Y%m%d}{n:04}": r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<number>\d+)",
    "CAD {n} of {d:%d/%m/%y}": r"CAD (?P<number>\d+) of (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{2})",
}
UNDATED = {
    "{n}": r"(?P<number>\d+)",
    "INC{n:06}": r"INC(?P<number>\d+)",
    "{d:%Y}/{n}": r"\d{4}/(?P<number>\d+)",
    "{u}/{n}": r"(?P<number>[^\W\d_]+/\d+)",
}


def references(form: str, days: list[date]) -> list[str]:
    """A reference a day, numbered from 87 on."""
    return [form.format(d=day, n=n, u="AB"[n % 2]) for n, day in enumerate(days, 87)]


@pytest.mark.parametrize("form", [*DATED, *UNDATED])
def test_a_pattern_is_what_a_person_would_have_written(form: str) -> None:
    days = [DAY + timedelta(days=n // 10) for n in range(40)]
    made = pattern_of(references(form, days), days)
    assert made.text == {**DATED, **UNDATED}[form]
    assert (made.fitted, made.filled, made.dated) == (40, 40, form in DATED)
    assert made.strip_zeros == (":0" in form)


def test_a_date_that_is_not_that_of_the_report_is_no_day() -> None:
    texts = [f"{DAY + timedelta(days=200 + n):%Y%m%d}-{n}" for n in range(30)]
    assert not pattern_of(texts, [DAY] * 30).dated


def test_references_of_several_makes_are_taken_whole() -> None:
    assert pattern_of(["A1", "17-B", "C"], [DAY] * 3).text == r"(?P<number>\S+)"
    assert pattern_of(["A 1", "17-B", "C"], [DAY] * 3).text == r"(?P<number>.+)"


@given(
    st.lists(st.from_regex(r"[A-Za-z0-9²/. \-]{1,20}", fullmatch=True), min_size=1, max_size=20),
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - strategy bounds are naive
)
def test_a_pattern_fits_every_reference_and_may_stand_in_a_mapping(texts: list[str], day: datetime) -> None:
    texts = [text for text in texts if text.strip()]
    made = pattern_of(texts, [day.date()] * len(texts))
    assert reference(made.text) == made.text
    assert made.fitted == made.filled
    assert all(re.fullmatch(made.text, " ".join(text.split()), re.ASCII) for text in texts)
