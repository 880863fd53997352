"""An incident as the command-and-control system tells it, and as we hold it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TimeReading(StrEnum):
    """How surely a time stamp of the feed was read."""

    EXACT = "exact"  # it carried its own offset
    LOCAL = "local"  # naive, and only one instant fits
    AMBIGUOUS = "ambiguous"  # naive, in the hour that happens twice: the earlier was taken
    NONEXISTENT = "nonexistent"  # naive, in the hour that is skipped: the earlier instant was taken
    DATE_ONLY = "date_only"  # no time of day: the start of that local day was taken
    FUTURE = "future"  # later than the poll: the poll's own instant was taken, the raw text kept


@dataclass(frozen=True, slots=True)
class IncidentKey:
    """Numbers restart every day, so an incident is its force, its day and its number."""

    force: str
    day: date
    number: str

    def __str__(self) -> str:
        return f"{self.force}:{self.day.isoformat()}:{self.number}"

    @property
    def ref(self) -> str:
        """The reference that people write: `123/20-11`."""
        return f"{self.number}/{self.day:%d-%m}"


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """What a source says about one incident now; no name, address, phone or narrative.

    Instants are UTC; `raw_reported_at` is the feed's own text, kept when the reading was not exact.
    """

    key: IncidentKey
    reported_at: datetime
    category: str  # the present one: closing category where there is one, else opening
    opening_category: str
    unit: str
    reading: TimeReading = TimeReading.EXACT
    raw_reported_at: str = ""
    logged_at: datetime | None = None
    route: str = ""
    closing_category: str = ""
    qualifiers: tuple[str, ...] = ()
    grade: str = ""
    beat: str = ""
    markers: tuple[str, ...] = ()
    crime_refs: tuple[str, ...] = ()
    closing_code: str = ""
    closed_at: datetime | None = None
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as we hold it: what the feed last said, and to whom it is allocated."""

    id: int
    key: IncidentKey
    reported_at: datetime
    reading: str
    category: str
    opening_category: str
    qualifiers: tuple[str, ...]
    markers: tuple[str, ...]
    unit: str
    route: str
    grade: str
    beat: str
    crime_refs: tuple[str, ...]
    closing_code: str
    closed_at: datetime | None
    source_url: str
    restricted: bool
    oic: str | None
    allocated_by: str | None
    allocated_at: datetime | None
    version: int
    feed_unit: str | None = None  # what the feed calls its unit, where it was handed to another
    supervisor: str | None = None

    @property
    def supervised_by(self) -> str | None:
        """Who sees to it that it is decided: whoever allocated it, or took that over since."""
        return self.supervisor or self.allocated_by

    @property
    def stream(self) -> str:
        """The trail's name for this incident."""
        return str(self.key)
