"""How hours are written in roster and force.toml: `mon-fri 07:00-19:00; sat 07:00-15:00`, or `always`."""

import re
from datetime import time

from bot.domain.duty import Tour
from bot.domain.people import DAYS

EVERY_DAY = frozenset(range(7))
_TOUR = re.compile(r"(?P<days>\S+)\s+(?P<begins>\d{1,2}:\d\d)\s*-\s*(?P<ends>\d{1,2}:\d\d)")


def parse_clock(text: str) -> time:
    """A time of day like `08:30`; ValueError says what it should be."""
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("should be a time of day like 08:30")
    return time(int(found[1]), int(found[2]))


def parse_days(text: str) -> frozenset[int]:
    """Weekdays like `daily`, `mon-fri` or `fri-sun,wed`; Monday is 0. ValueError says what they should be."""
    days: set[int] = set()
    for part in text.lower().split(","):
        first, to, last = ("mon-sun" if part == "daily" else part).partition("-")
        last = last if to else first
        if first not in DAYS or last not in DAYS:
            raise ValueError("should name days like mon-fri, sat,sun or daily")
        begins, ends = DAYS.index(first), DAYS.index(last)
        days.update(day % 7 for day in range(begins, ends + 1 + (7 if ends < begins else 0)))
    return frozenset(days)


def parse_tours(text: str) -> tuple[Tour, ...]:
    """The tours that a line of duty describes; empty means never on. ValueError says what it should be."""
    if text.strip().lower() == "always":
        return (Tour(EVERY_DAY, time(0), time(0)),)
    return tuple(_tour(part.strip()) for part in text.split(";") if part.strip())


def _tour(text: str) -> Tour:
    found = _TOUR.fullmatch(text)
    if not found:
        raise ValueError("should be hours like mon-fri 08:00-16:00; sat 07:00-15:00, or always")
    ends = "00:00" if found["ends"] == "24:00" else found["ends"]
    return Tour(parse_days(found["days"]), parse_clock(found["begins"]), parse_clock(ends))
