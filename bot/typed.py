"""What people type and what buttons carry, read back: officers, times of day, targets."""

import re
from datetime import date, datetime, timedelta

from bot.domain.incident import IncidentKey
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.case import Target

MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3]):?(?P<minute>[0-5]\d)")
DAY = re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})")
AHEAD = timedelta(minutes=5)  # clocks differ a little: a time this far ahead is still today's


def target_of(carried: str) -> Target:
    """The incident, offence and version that a button or a form carries; raises Refused `stale`."""
    try:
        key, n, version = carried.split("|")
        force, day, number = key.split(":")
        return Target(IncidentKey(force, date.fromisoformat(day), number), int(n) if n else None, int(version))
    except ValueError:
        raise Refused("stale") from None


def officer_meant(ask: Ask, typed: str) -> Person:
    """Whom a mention, a name or a collar number means; raises Refused `unknown_person` or `which_person`."""
    mention = MENTION.fullmatch(typed)
    if mention:
        found = ask.kit.roster.by_slack(mention["id"])
        people = [found] if found else []
    else:
        people = ask.kit.roster.named(typed)
    if not people:
        raise Refused("unknown_person", typed=typed[:40])
    if len(people) > 1:
        raise Refused("which_person", people=tuple(people))
    return people[0]


def instant_meant(ask: Ask, typed: str, block_id: str = "") -> datetime:
    """The latest instant (UTC) that a local time such as `21:40` or `20/11 21:40` means.

    Raises Refused `not_a_time`.
    """
    words = typed.split()
    clock = TIME.fullmatch(words[-1]) if words else None
    day = DAY.fullmatch(words[0]) if len(words) == 2 else None
    if clock is None or len(words) > 2 or (len(words) == 2 and day is None):
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id)
    now = ask.at.astimezone(ask.zone)
    try:
        meant = now.replace(hour=int(clock["hour"]), minute=int(clock["minute"]), second=0, microsecond=0)
        if day:
            meant = meant.replace(day=int(day["day"]), month=int(day["month"]))
    except ValueError:
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id) from None
    if meant > now + AHEAD:
        meant = meant.replace(year=meant.year - 1) if day else meant - timedelta(days=1)
    return meant.astimezone(ask.at.tzinfo)
