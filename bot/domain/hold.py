"""A hold: why nothing of an incident may be forgotten, and who says so."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to keep an incident: a code of `[codes.hold]`, a collar number, and since when (UTC)."""

    incident_id: int
    code: str
    held_by: str
    held_at: datetime
