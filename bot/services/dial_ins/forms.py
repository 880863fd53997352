"""What the forms of dial-ins say, read into a series, a time, and notes; each mistake names its input."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from bot.domain.dial_in import Audience, Series, local
from bot.domain.joining import LONGEST, good_link, is_link
from bot.domain.people import RANKS
from bot.domain.refusal import Refused
from bot.services.dial_ins.notes import ANSWER, Notes
from bot.services.lines import about_work
from bot.store.work import Work

NAME, LINE = 60, 150
RHYTHMS = ("0", "1", "2", "4")
Values = Mapping[str, Any]


def series_from(work: Work, values: Values, code: str) -> Series:
    """The series that the form describes.

    Raises Refused `stale`, `about_a_person`, `bad_link`, `not_a_number`, `first_missing`, `unknown_person`.
    """
    first, weeks = _day(values, "first"), _one_of(values, "weeks", RHYTHMS)
    if weeks != "1" and first is None:
        raise Refused("first_missing", block_id="first")
    weekday = first.weekday() if first and weeks == "0" else int(_one_of(values, "weekday", tuple("0123456")))
    at, minutes = _time(values, "at"), number(values, "minutes", 5, 240)
    joining = joining_from(_text(values, "joining"), "joining")
    audience = _audience(work, values)
    return Series(
        code, _names(work, values), weekday, at, minutes, int(weeks), first, None, audience, joining
    )


def _names(work: Work, values: Values) -> dict[str, str]:
    english = about_work(_text(values, "name_en"), "name_en", NAME)
    if not english:
        raise Refused("stale")
    welsh = about_work(_text(values, "name_cy"), "name_cy", NAME)
    return {"en": english, "cy": welsh or english}


def _audience(work: Work, values: Values) -> Audience:
    known = {"units": work.force.units, "ranks": RANKS, "roles": work.force.roles}
    chosen = {name: frozenset(set(values.get(name) or ()) & set(table)) for name, table in known.items()}
    people = frozenset(_collar(work, word) for word in _text(values, "people").replace(",", " ").split())
    return Audience(**chosen, promoted_days=number(values, "promoted_days", 0, 3660), people=people)


def _collar(work: Work, word: str) -> str:
    found = work.roster.by_collar(word)
    if found is None:
        raise Refused("unknown_person", typed=word[:40], block_id="people")
    return found.collar


def joining_from(typed: str, block_id: str = "") -> str:
    """How people join, as it may be shown: a good link, or a line; raises Refused `bad_link`."""
    joining = typed.strip()
    if not is_link(joining):
        return about_work(joining, block_id, LONGEST)
    if not good_link(joining):
        raise Refused("bad_link", block_id=block_id)
    return joining


def moved_to(work: Work, values: Values) -> datetime:
    """The instant (UTC) to which a form moves an occurrence."""
    day = _day(values, "day")
    if day is None:
        raise Refused("stale")
    return local(day, _time(values, "at"), work.force.zone)


def line(values: Values, name: str) -> str:
    """A line about why."""
    return about_work(_text(values, name), name, LINE)


def notes_from(values: Values) -> Notes:
    """What the Registrar wrote after a dial-in."""
    answers = {name.removeprefix(ANSWER): _text(values, name) for name in values if name.startswith(ANSWER)}
    plain = {name: _text(values, name) for name in ("notes", "edition", "question", "answer")}
    return Notes(answers=answers, aside=tuple(values.get("aside") or ()), **plain)


def number(values: Values, name: str, least: int, most: int) -> int:
    """A whole number between two; raises Refused `not_a_number`."""
    typed = _text(values, name).strip()
    if not (typed.isascii() and typed.isdigit() and least <= int(typed) <= most):
        raise Refused("not_a_number", block_id=name, least=least, most=most)
    return int(typed)


def _one_of(values: Values, name: str, choices: tuple[str, ...]) -> str:
    chosen = _text(values, name)
    if chosen not in choices:
        raise Refused("stale")
    return chosen


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "")


def _day(values: Values, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(values, name)) if values.get(name) else None
    except ValueError:
        raise Refused("stale") from None


def _time(values: Values, name: str) -> time:
    try:
        return time.fromisoformat(_text(values, name))
    except ValueError:
        raise Refused("stale") from None
