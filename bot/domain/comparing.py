"""What a feed changed its mind about: a report now against what we held."""

from dataclasses import astuple
from datetime import datetime
from hashlib import blake2b
from typing import Any

from bot.domain.incident import IncidentReport

COMPARED = (
    "reported_at", "category", "opening_category", "closing_category", "qualifiers", "markers", "unit", "grade",
    "route", "beat", "crime_refs", "closing_code", "closed_at", "logged_at", "source_url",
)  # fmt: skip


def digest(report: IncidentReport) -> str:
    """A short hash of everything that a report says: an equal one changes nothing."""
    return blake2b(repr(astuple(report)).encode(), digest_size=12).hexdigest()


def changes(held: Any, report: IncidentReport) -> dict[str, tuple[Any, Any]]:
    """Each field whose value differs, with both: as held, as reported now."""
    pairs = ((name, getattr(held, name), getattr(report, name)) for name in COMPARED)
    return {name: (before, now) for name, before, now in pairs if before != now}


def safe_told_at(held: datetime, corrected: datetime) -> datetime:
    """The earlier of two report times: a feed's correction never buys time, and the trail keeps both."""
    return min(held, corrected)
