"""Reading time stamps: UTC out, doubt classified, and never later than the text allows."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.incident import TimeReading
from bot.sources.fetched import Unreadable
from bot.sources.formats import Parsed, compile_format

TOLERANCE = timedelta(minutes=5)
REMEMBERED_DAYS = 4096
FIRST_YEAR, LAST_YEAR = 1990, 2099
_WORDS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|[ap]\\.?m\\.?|t|z|utc|gmt|bst"
)
_TIME_LIKE = re.compile(
    rf"(?=.*(?:[/:\-]|[a-z]{{3}}))(?:\.[0-9]{{1,9}}|(?<![0-9])[0-9]{{1,4}}(?![0-9])|[\s:/.,+\-]"
    rf"|(?<![a-z])(?:{_WORDS})(?![a-z]))+"
    r"|(?:19|20)[0-9]{6}(?:T?[0-9]{4,6}(?:\.[0-9]+)?Z?)?|-?1[0-9]{9}(?:[0-9]{3})?(?:\.[0-9]+)?",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(r"[0-9]:[0-9]")


class Stamp(NamedTuple):
    """One instant (UTC), how surely it was read, and the local day that the text names."""

    at: datetime
    reading: TimeReading
    day: date


def shown(text: str) -> str:
    """A stamp's raw text if it looks like a time; a slipped column must not bring a name along."""
    return text if len(text) <= 40 and _TIME_LIKE.fullmatch(text) else ""


def quarantined(text: str) -> str:
    """The same of a stamp that cannot be read, if it tells an hour: a bare day may be a birthday."""
    return shown(text) if _TIME_OF_DAY.search(text) else ""


@lru_cache(REMEMBERED_DAYS)
def steady(day: date, zone: ZoneInfo) -> timedelta | None:
    """The offset of a local day around which the clock does not change; else None."""
    noon = datetime.combine(day, time(12))
    around = (noon + timedelta(hours=h) for h in (-24, -12, 0, 12, 24))
    offsets = {when.replace(tzinfo=zone).utcoffset() for when in around}
    return offsets.pop() if len(offsets) == 1 else None


def placed(naive: datetime, zone: ZoneInfo) -> tuple[datetime, TimeReading]:
    """A naive local time as UTC: of two instants that fit, or that flank a gap, always the earlier."""
    offset = steady(naive.date(), zone)
    if offset is not None:
        return (naive - offset).replace(tzinfo=UTC), TimeReading.LOCAL
    first = naive.replace(tzinfo=zone).utcoffset() or timedelta()
    second = naive.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    at = (naive - max(first, second)).replace(tzinfo=UTC)
    if first == second:
        return at, TimeReading.LOCAL
    return at, TimeReading.AMBIGUOUS if first > second else TimeReading.NONEXISTENT


def _stamp(parsed: Parsed, zone: ZoneInfo) -> Stamp:
    if parsed.when.tzinfo is not None:
        at = parsed.when.astimezone(UTC)
        return Stamp(at, TimeReading.EXACT, at.astimezone(zone).date())
    at, reading = placed(parsed.when, zone)
    return Stamp(at, reading if parsed.has_time else TimeReading.DATE_ONLY, parsed.when.date())


def compile_stamps(formats: tuple[str, ...], zone: ZoneInfo, column: str) -> Callable[[str], Stamp]:
    """A function that reads one column's stamps by the first format that fits, or raises Unreadable."""
    readers = [compile_format(f) for f in formats]

    def read(text: str) -> Stamp:
        try:
            for reader in readers:
                if (parsed := reader(text)) is not None:
                    break
            else:
                raise Unreadable("time_unreadable", column, quarantined(text))
            if not FIRST_YEAR <= parsed.when.year <= LAST_YEAR:
                raise Unreadable("time_extreme", column, quarantined(text))
            return _stamp(parsed, zone)
        except OverflowError:
            raise Unreadable("time_extreme", column, quarantined(text)) from None

    return read


def settled(stamp: Stamp, at: datetime) -> tuple[datetime, TimeReading]:
    """The instant to hold after a poll at `at`: nothing is reported later than it was polled."""
    if stamp.at > at + TOLERANCE:
        return at, TimeReading.FUTURE
    return stamp.at, stamp.reading
