"""Handing over at a shift's end: until when an offer stands, who may take what, and what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.duty import OnTours, next_tour, on_until
from bot.domain.incident import Incident

OFFERED, ACCEPTED, DECLINED, WITHDRAWN, LAPSED = "offered", "accepted", "declined", "withdrawn", "lapsed"
TAKEN, LEFT, GONE = "taken", "left", "gone"  # how an item of an offer ended; until then it is offered
SOON = timedelta(hours=16)  # whoever comes on within this time may be offered something now


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """How long before the end of a tour somebody is reminded, and how long after it an offer stands."""

    remind: timedelta = timedelta(minutes=30)
    lapse: timedelta = timedelta(minutes=60)


def comes_on(taker: OnTours, at: datetime, zone: str) -> datetime | None:
    """When somebody can answer an offer: at once while on duty, else in a tour that is near; or None."""
    if on_until(taker, at, zone) is not None:
        return at
    following = next_tour(taker, at, zone)
    return following.begins if following and following.begins <= at + SOON else None


def lapses_at(
    giver: OnTours, answerable: datetime, at: datetime, zone: str, rules: HandoverRules
) -> datetime:
    """When an offer lapses: a while after the giver's tour, and after the taker can answer it (UTC)."""
    return max(on_until(giver, at, zone) or at, answerable) + rules.lapse


def changes(incident: Incident, giver: str, taker: str, at: datetime) -> Mapping[str, object]:
    """What taking an incident over from somebody changes of it; nothing where it is theirs no more."""
    if incident.oic is None:
        return {}
    found: dict[str, object] = {}
    if incident.oic == giver:
        found |= {"oic": taker, "allocated_by": giver, "allocated_at": at}
        found |= {"supervisor": incident.supervised_by}  # it was whoever allocated it until now
    if incident.supervised_by == giver:
        found |= {"supervisor": taker}
    return found
