"""Checks of single values in a mapping; each names what is wrong by a code."""

import codecs
import re
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

ENCODINGS = frozenset(
    {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-1", "ascii"}
)
_DAY_PARTS = ({"day", "month", "year"}, {"day", "month"}, set[str]())


def zone(name: str) -> str:
    """A time zone that this machine knows."""
    if name:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise PydanticCustomError("zone_unknown", "{name}", {"name": name}) from None
    return name


def encoding(name: str) -> str:
    """One of the encodings that exports come in, by the name Python gives it."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    if found not in ENCODINGS:
        raise PydanticCustomError("encoding_unknown", "{name}", {"name": name})
    return found


def reference(pattern: str) -> str:
    """A regular expression with a group `number`, and either a whole day, day and month, or none."""
    try:
        groups = set(re.compile(pattern, re.ASCII).groupindex)
    except re.error as problem:
        raise PydanticCustomError("pattern_unusable", "{why}", {"why": str(problem)}) from None
    if "number" not in groups or groups - {"number"} not in _DAY_PARTS:
        raise PydanticCustomError(
            "pattern_groups", "{groups}", {"groups": ", ".join(sorted(groups)) or "none"}
        )
    return pattern
