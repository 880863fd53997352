"""What was promised at a meeting, what it moved, and an incident that one unit offers another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Promise:
    """Who (a collar number) does what about an incident by when (UTC); done once somebody says so."""

    id: int
    meeting_id: int
    incident_id: int
    unit: str
    collar: str
    line: str
    due_at: datetime
    made_by: str
    made_at: datetime
    done_by: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """What a meeting moved to another unit until when (UTC): an officer, or what a line says, or both."""

    id: int
    meeting_id: int
    collar: str | None
    line: str
    to_unit: str
    until: datetime
    by: str
    at: datetime


class OfferState(StrEnum):
    """What became of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """An incident that one unit offers another, and the other's answer. People are collar numbers."""

    id: int
    incident_id: int
    meeting_id: int | None
    from_unit: str
    to_unit: str
    line: str
    by: str
    at: datetime
    state: OfferState
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer_line: str = ""
