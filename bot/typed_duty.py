"""What people type of duty, read back: `@officer from 28/11 07:00 until 5/12 cover @inspector`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.domain.refusal import Refused
from bot.domain.shifts import ahead
from bot.kit import Ask
from bot.typed import DAY, TIME, number_carried, officer_meant

SURE = "sure"
MARKS = ("from", "until", "cover", SURE)


@dataclass(frozen=True, slots=True)
class Said:
    """Whose duty (a collar number), from when and until when (UTC), who covers, and whether they are sure."""

    collar: str
    begins: datetime | None
    until: datetime | None
    cover: str
    sure: bool


def said_of_duty(ask: Ask) -> Said:
    """What the words of a command mean; of times only those to come.

    Raises Refused `not_a_time`, `cover_whom`, `unknown_person` or `which_person`.
    """
    parts = _parts(ask.words)
    officer, cover = " ".join(parts["officer"]), " ".join(parts.get("cover", ()))
    if "cover" in parts and not cover:
        raise Refused("cover_whom")
    return Said(
        officer_meant(ask, officer).collar if officer else ask.person.collar,
        _instant(ask, parts["from"]) if "from" in parts else None,
        _instant(ask, parts["until"]) if "until" in parts else None,
        officer_meant(ask, cover).collar if cover else "",
        SURE in parts,
    )


def _parts(words: list[str]) -> dict[str, list[str]]:
    """The words behind each mark; a time that no mark stands before is the end."""
    parts: dict[str, list[str]] = {"officer": []}
    mark = "officer"
    for word in words:
        if word.lower() in MARKS:
            mark = word.lower()
            parts[mark] = []
        else:
            mark = "until" if mark in ("officer", SURE) and _is_time(word) else mark
            parts.setdefault(mark, []).append(word)
    return parts


def _is_time(word: str) -> bool:
    """Whether a word is a time or a day: `22:00` and `5/12`, but a collar number such as 1101 is not."""
    return bool(DAY.fullmatch(word)) or (":" in word and bool(TIME.fullmatch(word)))


def _instant(ask: Ask, words: list[str]) -> datetime:
    day = DAY.fullmatch(words[0]) if words else None
    rest = words[1:] if day else words
    clock = TIME.fullmatch(rest[0]) if rest else None
    try:
        if len(rest) > 1 or (rest and not clock) or not words:
            raise ValueError(words)
        at = time(int(clock["hour"]), int(clock["minute"])) if clock else None
        return ahead(ask.at, ask.kit.force.zone, (int(day["day"]), int(day["month"])) if day else None, at)
    except ValueError:
        raise Refused("not_a_time", typed=" ".join(words)[:20]) from None


def chosen_items(values: Mapping[str, Any]) -> list[int]:
    """The incidents (row ids) that were ticked in the groups of a form."""
    groups = (chosen for name, chosen in sorted(values.items()) if name.startswith("items") and chosen)
    return [number_carried(each) for group in groups for each in group]
