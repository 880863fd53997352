"""Time stamps: never read as later than the text allows, doubt always named (fault F22)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.incident import TimeReading
from bot.sources.fetched import Unreadable
from bot.sources.stamps import TOLERANCE, Stamp, compile_stamps, placed, settled, shown
from tests.sources.builders import AT

wall = datetime.fromisoformat
LONDON = ZoneInfo("Europe/London")
NAMES = [
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
]
ZONES = st.sampled_from([ZoneInfo(name) for name in NAMES])
NAIVE = st.datetimes(wall("1991-01-01T00:00"), wall("2037-12-31T00:00")).map(
    lambda d: d.replace(microsecond=0)
)
QUARTER = timedelta(minutes=15)


def candidates(naive: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every instant at which a clock on the wall shows this, found by looking at all of them."""
    around = [naive.replace(tzinfo=UTC) + n * QUARTER for n in range(-60, 61)]
    return [u for u in around if u.astimezone(zone).replace(tzinfo=None) == naive]


def offsets_around(naive: datetime, zone: ZoneInfo) -> list[timedelta]:
    """The offsets in force a little before and after."""
    middle = naive.replace(tzinfo=UTC)
    near = (middle + timedelta(hours=h) for h in (-26, 26))
    return [u.astimezone(zone).utcoffset() or timedelta() for u in near]


def read(text: str, *formats: str, zone: ZoneInfo = LONDON) -> Stamp:
    return compile_stamps(formats or ("iso",), zone, "at")(text)


def refusal(text: str, *formats: str) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read(text, *formats)
    return caught.value.reason, caught.value.raw_time


@given(naive=NAIVE, zone=ZONES)
@example(naive=wall("2026-10-25T01:30:00"), zone=LONDON)
@example(naive=wall("2026-03-29T01:30:00"), zone=LONDON)
@example(naive=wall("2011-12-30T12:00:00"), zone=ZoneInfo("Pacific/Apia"))
@example(naive=wall("2009-11-01T00:00:30"), zone=ZoneInfo("America/St_Johns"))
def test_no_reading_is_later_than_the_earliest_instant_that_fits(naive: datetime, zone: ZoneInfo) -> None:
    at, reading = placed(naive, zone)
    fitting = candidates(naive, zone)
    if fitting:
        assert at == min(fitting)
        assert reading is (TimeReading.AMBIGUOUS if len(fitting) > 1 else TimeReading.LOCAL)
    else:
        assert reading is TimeReading.NONEXISTENT
        assert at == (naive - max(offsets_around(naive, zone))).replace(tzinfo=UTC)


@given(year=st.integers(1996, 2037), minutes=st.integers(-25 * 4, 25 * 4))
def test_every_quarter_hour_around_a_london_change_is_read_safely(year: int, minutes: int) -> None:
    for month in (3, 10):
        last = date(year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        naive = datetime.combine(sunday, datetime.min.time()) + timedelta(hours=1, minutes=15 * minutes)
        at, _ = placed(naive, LONDON)
        assert all(at <= instant for instant in candidates(naive, LONDON))


@given(seconds=st.integers(-86_400, 86_400))
def test_nothing_is_reported_later_than_it_was_polled(seconds: int) -> None:
    stamp = Stamp(AT + timedelta(seconds=seconds), TimeReading.EXACT, AT.date())
    at, reading = settled(stamp, AT)
    assert at <= AT + TOLERANCE
    assert (reading is TimeReading.FUTURE) == (stamp.at > AT + TOLERANCE)
    assert at == (AT if reading is TimeReading.FUTURE else stamp.at)


@given(
    when=NAIVE,
    form=st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S", "%d %b %Y %I:%M:%S %p", "%a %B %d %y %H:%M:%S"]
    ),
)
def test_what_a_format_writes_the_same_format_reads(when: datetime, form: str) -> None:
    stamp = read(when.strftime(form), form, zone=ZoneInfo("UTC"))
    assert stamp == (when.replace(tzinfo=UTC), TimeReading.LOCAL, when.date())


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    formats = ("iso", "%d/%m/%Y %H:%M", "%d-%b-%y", "epoch")
    outcome: Stamp | str
    try:
        outcome = read(text, *formats)
    except Unreadable as refused:
        outcome = refused.reason
    assert outcome in ("time_unreadable", "time_extreme") or isinstance(outcome, Stamp)


@pytest.mark.parametrize(
    ("text", "at", "reading"),
    [
        ("2026-11-20T10:00:00+01:00", "2026-11-20T09:00", TimeReading.EXACT),
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00", TimeReading.EXACT),
        ("2026-07-20T10:00:00", "2026-07-20T09:00", TimeReading.LOCAL),
        ("2026-10-25T01:30:00", "2026-10-25T00:30", TimeReading.AMBIGUOUS),
        ("2026-03-29T01:30:00", "2026-03-29T00:30", TimeReading.NONEXISTENT),
        ("2026-07-20", "2026-07-19T23:00", TimeReading.DATE_ONLY),
    ],
)
def test_each_kind_of_stamp_is_classified(text: str, at: str, reading: TimeReading) -> None:
    stamp = read(text)
    assert (stamp.at, stamp.reading) == (datetime.fromisoformat(at).replace(tzinfo=UTC), reading)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00"],
)
def test_a_stamp_outside_any_log_is_extreme(text: str) -> None:
    assert refusal(text) == ("time_extreme", text)


@pytest.mark.parametrize("text", ["99999999999999999999", "-62135596800", "253402300800"])
def test_an_epoch_that_overflows_is_extreme(text: str) -> None:
    assert refusal(text, "epoch")[0] == "time_extreme"


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "1e9", "٢٠٢٦", "12:00", "31/02/2026 10:00", "20/11/2026 24:00"]
)
def test_a_stamp_that_is_none_is_unreadable(text: str) -> None:
    assert refusal(text, "epoch", "%d/%m/%Y %H:%M")[0] == "time_unreadable"


def test_a_future_stamp_keeps_the_day_that_it_names() -> None:
    stamp = read("2027-01-05T10:00:00")
    assert stamp.day == date(2027, 1, 5)
    assert settled(stamp, AT) == (AT, TimeReading.FUTURE)


@pytest.mark.parametrize(
    "text", ["Mrs Jones", "12 High Street", "07700 900123", "07700-900123", "x" * 50, "marge 2026"]
)
def test_text_that_is_no_time_is_never_kept_as_one(text: str) -> None:
    assert shown(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "20/11/2026 24:61",
        "20 Nov 2026 10:00 AM",
        "2026-13-01T00:00:00.1234567Z",
        "20261320T101112",
        "1732104000",
    ],
)
def test_a_spoiled_time_is_kept_as_it_stood(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("text", ["12/03/1985", "1792900123", "029-2090-0123", "2026-11-20"])
def test_a_bad_stamp_without_a_time_of_day_is_not_kept(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        compile_stamps(("%d.%m.%Y %H:%M",), ZoneInfo("Europe/London"), "at")(text)
    assert caught.value.raw_time == ""
