"""A crime record as the crime system (Niche) tells it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import IncidentKey, TimeReading


@dataclass(frozen=True, slots=True)
class CrimeReport:
    """What the crime system says about one record now; no name, address or narrative. Instants are UTC.

    `incident` is the log that it came from, where it names one; `offence_class` a class of force.toml, empty
    where its classification has none; `decision_maker` the collar number of whoever cancelled it.
    """

    force: str
    ref: str
    created_at: datetime
    incident: IncidentKey | None = None
    classification: str = ""
    offence_class: str = ""
    reclassified_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_code: str = ""
    decision_maker: str = ""
    reading: TimeReading = TimeReading.EXACT
    raw_created_at: str = ""

    @property
    def key(self) -> str:
        """The record's own key, by which a batch holds it once."""
        return self.ref
