"""Date formats: what is unsafe is refused before a single row is read."""

import pytest

from bot.sources.formats import BadFormat, clash, compile_format


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("%d/%m", "day_incomplete"),
        ("%H:%M", "day_incomplete"),
        ("%d/%m/%Y %I:%M", "half_day_unclear"),
        ("%d/%m/%Y %H:%M %p", "half_day_unclear"),
        ("%d/%m/%Y %Q", "unknown_directive"),
        ("%d/%m/%Y/%Y", "directive_repeated"),
        ("%d/%m/%Y :%M", "hour_missing"),
        ("%d/%m/%Y %", "unknown_directive"),
    ],
)
def test_an_unsafe_format_is_refused_by_a_code(text: str, code: str) -> None:
    with pytest.raises(BadFormat, match=code):
        compile_format(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("%d/%m/%Y", "%m/%d/%Y"),
        ("%Y-%d-%m %H:%M:%S", "%Y-%m-%d %H:%M:%S"),
        ("%d/%m/%y", "%y/%m/%d"),
        ("epoch", "epoch_ms"),
        ("iso", "%Y-%d-%m"),
    ],
)
def test_two_formats_that_read_one_text_as_two_days_clash(first: str, second: str) -> None:
    assert clash(first, second)
    assert clash(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("%d/%m/%Y %H:%M", "%d/%m/%Y"),
        ("iso", "%d/%m/%Y %H:%M"),
        ("iso", "%Y-%m-%dT%H:%M:%S"),
        ("iso", "epoch"),
    ],
)
def test_formats_that_agree_or_never_meet_do_not_clash(first: str, second: str) -> None:
    assert not clash(first, second)


def test_noon_and_midnight_of_the_twelve_hour_clock() -> None:
    read = compile_format("%m/%d/%Y %I:%M:%S %p")
    hours = [
        parsed.when.hour
        for text in ("12:00:00 AM", "12:00:00 PM", "1:00:00 pm")
        if (parsed := read(f"11/04/2023 {text}"))
    ]
    assert hours == [0, 12, 13]


def test_months_are_read_by_their_english_names_in_any_case() -> None:
    read = compile_format("%d %b %Y")
    months = [
        parsed.when.month
        for text in ("1 JAN 2026", "1 September 2026", "1 sept. 2026")
        if (parsed := read(text))
    ]
    assert months == [1, 9, 9]
    assert read("1 Ionawr 2026") is None
