"""What in the weeks before a scene is worth the Registrar's second look: two negations, of nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo.incidents import Invented
from bot.demo.weeks.reports import N100, Life

PLAIN = ("criminal_damage", "theft", "shoplifting", "vehicle_crime", "public_order")
LAST_HOURS, AT_ONCE = 6, 3  # how many days before the scene each was reported
UNCONFIRMED = {7: ("powys", 9), 5: ("carmarthenshire", 15), 3: ("pembrokeshire", 20)}  # where, at what hour
NUMBER = 900  # beyond those of the day


def planted(midnight: datetime, days: int) -> Iterator[Invented]:
    """The report of rape, not yet a crime, of a day so many days before the scene."""
    if days in UNCONFIRMED:
        unit, hour = UNCONFIRMED[days]
        at = midnight + timedelta(hours=hour)
        yield Invented(at, at + timedelta(minutes=4), N100, unit, number=NUMBER)


def signalling(lives: Iterable[Life], days: int) -> list[Life]:
    """The lives of a day so many days before the scene, one of them changed on two of these days."""
    found = list(lives)
    place = next((n for n, each in enumerate(found) if each.report.category in PLAIN), None)
    if place is not None and days in (LAST_HOURS, AT_ONCE):
        found[place] = _late(found[place]) if days == LAST_HOURS else _quick(found[place])
    return found


def _late(life: Life) -> Life:
    """Negated in the last hour before its deadline, and confirmed in time."""
    decided = life.report.reported_at + timedelta(hours=23, minutes=10)
    given, checked = decided - timedelta(hours=9), decided + timedelta(minutes=31)
    return replace(
        life, fate="negated", given_at=given, decided_at=decided, checked_at=checked, sent_back=False
    )


def _quick(life: Life) -> Life:
    """Negated, and confirmed before anybody could have read the log."""
    decided = life.report.reported_at + timedelta(hours=5)
    given, checked = decided - timedelta(hours=3), decided + timedelta(seconds=19)
    return replace(
        life, fate="negated", given_at=given, decided_at=decided, checked_at=checked, sent_back=False
    )
