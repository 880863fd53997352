"""What a feed changed its mind about: a report now against what we held."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport, TimeReading

EVER = datetime(1970, 1, 1, tzinfo=UTC)
COMPARED = (
    "reported_at", "category", "opening_category", "closing_category", "qualifiers", "markers", "unit",
    "grade", "route", "beat", "crime_refs", "closing_code", "closed_at", "logged_at", "source_url",
)  # fmt: skip
_SAID = attrgetter(*(name for name in IncidentReport.__slots__ if name != "key"))
_SAID_OF_CRIME = attrgetter(*CrimeReport.__slots__)


def digest(report: IncidentReport) -> str:
    """A short hash of everything that a report says: an equal one changes nothing.

    A report from the future is read as the poll's own instant; what it says is its raw text.
    """
    future = report.reading is TimeReading.FUTURE
    said = replace(report, reported_at=EVER) if future else report
    key = (report.key.force, report.key.day, report.key.number)
    return blake2b(repr((key, *_SAID(said))).encode(), digest_size=12).hexdigest()


def crime_digest(report: CrimeReport) -> str:
    """A short hash of everything that a crime record says; what it says from the future is its raw text."""
    future = report.reading is TimeReading.FUTURE
    said = replace(report, created_at=EVER) if future else report
    return blake2b(repr(_SAID_OF_CRIME(said)).encode(), digest_size=12).hexdigest()


def crime_as_first_read(held: Any, report: CrimeReport) -> CrimeReport:
    """A record from the future keeps the instant at which it was first seen while its text stays the same."""
    if report.reading is TimeReading.FUTURE and held.raw_created_at == report.raw_created_at:
        return replace(report, created_at=held.created_at)
    return report


def as_first_read(held: Any, report: IncidentReport) -> IncidentReport:
    """A report from the future keeps the instant at which it was first seen while its text stays the same."""
    if report.reading is TimeReading.FUTURE and held.raw_reported_at == report.raw_reported_at:
        return replace(report, reported_at=held.reported_at)
    return report


def changes(held: Any, report: IncidentReport) -> dict[str, tuple[Any, Any]]:
    """Each field whose value differs, with both: as held, as reported now.

    Of an incident that was handed to another unit, what the feed calls its unit is compared with itself.
    """
    pairs = ((name, getattr(held, name), getattr(report, name)) for name in COMPARED)
    found = {name: (before, now) for name, before, now in pairs if before != now}
    if held.feed_unit is not None:
        found.pop("unit", None)
        if held.feed_unit != report.unit:
            found["feed_unit"] = (held.feed_unit, report.unit)
    return found


def retold(told_at: datetime, before: datetime, corrected: datetime) -> datetime:
    """When police were told of an offence, once its report's time is corrected; `before`: the time so far.

    Told with the report, it moves to an earlier one; told later, it keeps what a person gave.
    """
    return told_at if told_at > before else safe_told_at(told_at, corrected)


def safe_told_at(held: datetime, corrected: datetime) -> datetime:
    """The earlier of two report times: a feed's correction never buys time, and the trail keeps both."""
    return min(held, corrected)
