"""What people type and what buttons carry, read back: targets, officers, codes, crime references, times."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from bot.domain.force import Code
from bot.domain.incident import IncidentKey
from bot.domain.people import Person
from bot.domain.reference import is_crime_ref
from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services import refusals
from bot.services.case import Target

T = TypeVar("T")
MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3]):?(?P<minute>[0-5]\d)")
DAY = re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})")
FULL_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
OFFENCE = re.compile(r"\.?(?P<n>\d{1,2})")
ROW_ID = re.compile(r"[0-9]{1,18}")  # what both databases take as the id of a row
AHEAD = timedelta(minutes=5)  # clocks differ a little: a time this far ahead is still today's


def carried(target: Target) -> str:
    """A target as a button or a form carries it."""
    seen = "" if target.seen is None else target.seen
    return f"{target.key}|{target.n or ''}|{seen}"


def target_of(carried: str) -> Target:
    """The incident, offence and version that a button or a form carries; raises Refused `stale`."""
    try:
        key, n, seen = carried.split("|")
        force, day, number = key.split(":")
        place = IncidentKey(force, date.fromisoformat(day), number)
        return Target(place, int(n) if n else None, int(seen) if seen else None)
    except ValueError:
        raise Refused("stale") from None


def number_carried(value: str) -> int:
    """The number that a button or a form carries; raises Refused `stale` for anything else."""
    if not ROW_ID.fullmatch(value):
        raise Refused("stale")
    return int(value)


def with_offence(target: Target, words: list[str]) -> tuple[Target, list[str]]:
    """The target with the offence that a last word such as `2` names, and the words before it."""
    last = OFFENCE.fullmatch(words[-1]) if len(words) > 1 else None
    return (replace(target, n=int(last["n"])), words[:-1]) if last else (target, words)


async def target_in_form(ask: Ask) -> Target:
    """The incident and the offence that a form is about: those it was opened for, or those filled in."""
    if ask.metadata:
        target = target_of(ask.metadata)
    else:
        target = await ask.find(str(ask.values.get("ref") or ""))
    return replace(target, n=offence_chosen(ask)) if ask.values.get("offence") else target


def offence_chosen(ask: Ask) -> int:
    """The number of the offence that a form names; raises Refused `stale` for anything else."""
    chosen = OFFENCE.fullmatch(ask.given("offence"))
    if chosen is None:
        raise Refused("stale")
    return int(chosen["n"])


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


def code_meant(ask: Ask, kind: str, typed: str, block_id: str = "") -> Code:
    """The reason code of a kind that somebody typed, in any case.

    Raises Refused `unknown_code` with the choices.
    """
    codes = ask.kit.force.codes.get(kind, {})
    if typed.upper() not in codes:
        raise Refused("unknown_code", typed=typed[:10], codes=tuple(codes.values()), block_id=block_id)
    return codes[typed.upper()]


def code_at_the_end(ask: Ask, kind: str, words: list[str]) -> tuple[list[str], str]:
    """The words before a reason code of a kind, and the code; empty where the last word is none."""
    last = words[-1].upper() if len(words) > 2 else ""
    return (words[:-1], last) if last in ask.kit.force.codes.get(kind, {}) else (words, "")


def crime_ref_meant(typed: str, block_id: str = "") -> str:
    """A crime reference as the crime system writes it; raises Refused `not_a_crime_ref`."""
    if not is_crime_ref(typed.upper()):
        raise Refused("not_a_crime_ref", typed=typed[:40], block_id=block_id)
    return typed.upper()


def time_after(words: list[str], mark: str) -> tuple[str, list[str]]:
    """The time behind a word such as `told`, with its day where there is one, and the words that remain."""
    if mark not in words:
        return "", words
    place = words.index(mark)
    length = 2 if len(words) > place + 2 and DAY.fullmatch(words[place + 1]) else 1
    end = place + 1 + length
    return " ".join(words[place + 1 : end]), words[:place] + words[end:]


def days_meant(ask: Ask, words: list[str]) -> tuple[list[str], list[date]]:
    """The words before any day, and the local days that the others are: `1/11`, `1/11/2026`, `2026-11-01`.

    Without its year a day is the latest such day that has come. Raises Refused `not_a_day`.
    """
    others = [word for word in words if not any(c.isdigit() for c in word)]
    today = ask.at.astimezone(ask.zone).date()
    return others, [_day_meant(word, today) for word in words if word not in others]


def _day_meant(typed: str, today: date) -> date:
    said = FULL_DAY.fullmatch(typed)
    try:
        if said is None:
            return date.fromisoformat(typed)
        day, month, year = (int(part or 0) for part in said.groups())
        meant = date(year or today.year, month, day)
        return meant if year or meant <= today else date(today.year - 1, month, day)
    except ValueError:
        raise Refused("not_a_day", typed=typed[:20]) from None


def instant_meant(ask: Ask, typed: str, block_id: str = "") -> datetime:
    """The latest instant (UTC) that a local time such as `21:40` or `20/11 21:40` means, not ahead of now.

    Of an hour that happens twice it is the earlier, which never buys time. Raises Refused `not_a_time`.
    """
    now = ask.at.astimezone(ask.zone)
    try:
        meant = _on_its_day(typed.split(), now)
    except ValueError:
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id) from None
    return meant.astimezone(ask.at.tzinfo)


def _on_its_day(words: list[str], now: datetime) -> datetime:
    clock = TIME.fullmatch(words[-1]) if words else None
    day = DAY.fullmatch(words[0]) if len(words) == 2 else None
    if clock is None or len(words) > 2 or (len(words) == 2 and day is None):
        raise ValueError(words)
    meant = now.replace(hour=int(clock["hour"]), minute=int(clock["minute"]), second=0, microsecond=0, fold=0)
    if day:
        meant = meant.replace(day=int(day["day"]), month=int(day["month"]))
    ahead = meant.astimezone(UTC) > now.astimezone(UTC) + AHEAD  # local ones do not compare
    if day:
        return meant.replace(year=meant.year - 1) if ahead else meant
    return meant - timedelta(days=1) if ahead else meant


async def one_by_one(
    ask: Ask, refs: list[str], part: Callable[[int, str], Awaitable[T]]
) -> tuple[list[T], list[str]]:
    """Do the same to several incidents: what was done, and the words of each that was refused.

    A single one that is refused raises as ever.
    """
    done, refused = list[T](), list[str]()
    for place, ref in enumerate(refs):
        try:
            done.append(await part(place, ref))
        except Refused as one:
            if len(refs) == 1:
                raise
            if refusals.worth_telling(one):
                await ask.decide(refusals.note, ask.request(f":{place}"), one, ask.origin)
            refused.append(f"{ref}: {ask.say(f'refusals/{one.message_id}', **one.values)}")
    return done, refused
