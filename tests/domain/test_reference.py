"""References as people type them: read back as they were meant, and never an error for what is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import IncidentKey
from bot.domain.reference import Reference, read_reference, readable
from tests.builders import DAY, FORCE

LINKS = tuple(FORCE.links.values())
numbers = st.integers(1, 999_999).map(str)
recent = st.integers(0, 360).map(lambda back: DAY - timedelta(days=back))
offences = st.one_of(st.none(), st.integers(1, 99))


def typed(number: str, day: date | None, n: int | None) -> str:
    """A reference as the bot writes it."""
    ref = IncidentKey("dyfed-powys", day, number).ref if day else number
    return ref if n is None else f"{ref}.{n}"


@given(numbers, st.one_of(st.none(), recent), offences)
def test_what_the_bot_writes_is_read_back(number: str, day: date | None, n: int | None) -> None:
    assert read_reference(typed(number, day, n), DAY) == Reference(number, day, n)


@given(numbers, recent, offences)
def test_the_key_is_read_back_whatever_the_year(number: str, day: date, n: int | None) -> None:
    key = str(IncidentKey("dyfed-powys", day, number))
    assert read_reference(key if n is None else f"{key}.{n}", DAY) == Reference(number, day, n)


@given(numbers, recent)
def test_a_pasted_link_of_the_log_is_read_as_its_incident(number: str, day: date) -> None:
    url = FORCE.links["storm"].format(date=day.isoformat(), number=number)
    for pasted in (url, f"<{url}>", f"<{url}|{number}>"):
        assert read_reference(pasted, DAY, LINKS) == Reference(number, day)


@given(st.text(max_size=40))
def test_no_text_whatever_is_an_error(text: str) -> None:
    found = read_reference(text, DAY, LINKS)
    assert found is None or found.number


@given(st.from_regex(r"https://storm\.example\.org/log/\d{4}-\d\d-\d\d/\d{1,6}", fullmatch=True))
def test_a_link_with_a_day_that_never_was_is_no_error(url: str) -> None:
    found = read_reference(url, DAY, LINKS)
    assert found is None or found.day is not None


@given(numbers, st.integers(1, 31), st.integers(1, 12))
def test_a_day_without_a_year_is_the_nearest_that_is_not_ahead(number: str, day: int, month: int) -> None:
    found = read_reference(f"{number}/{day}-{month}", DAY)
    if found is not None:
        assert found.day is not None
        assert timedelta(days=-1) <= DAY - found.day <= timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("123", Reference("123")),
        ("#123", Reference("123")),
        ("123/20-11", Reference("123", DAY)),
        ("123/20/11", Reference("123", DAY)),
        ("123-20-11", Reference("123", DAY)),
        ("123/21-11", Reference("123", date(2026, 11, 21))),  # a day ahead: near midnight clocks differ
        ("123/22-11", Reference("123", date(2025, 11, 22))),
        ("123/20-11-25", Reference("123", date(2025, 11, 20))),
        ("123/20-11-2024.3", Reference("123", date(2024, 11, 20), 3)),
        ("DP123/1-1", Reference("DP123", date(2026, 1, 1))),
        ("123/29-2", None),
        ("123/31-11", None),
        ("123/20", None),
        ("Jones", None),
        ("", None),
        ("https://elsewhere.example.org/123", None),
    ],
)
def test_a_reference_is_forgiving_and_anything_else_is_none(text: str, meant: Reference | None) -> None:
    assert read_reference(text, DAY, LINKS) == meant


def test_a_live_mention_is_read_as_people_see_it() -> None:
    assert readable("<@U0JAMES|james> and <#C01|bcu-powys>") == "@james and #bcu-powys"
    assert readable("<@U0JAMES>") == "@U0JAMES"
    assert readable("123/20-11 < 5") == "123/20-11 < 5"
