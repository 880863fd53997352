"""References as people type them: `123`, `123/20-11`, `123/20-11.2`, `#123`, a pasted link; and of crimes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

TYPED = re.compile(
    r"#?(?P<number>[A-Za-z]{0,4}\d{1,15})(?:[/-](?P<day>\d{1,2})[-/](?P<month>\d{1,2})(?:[-/](?P<year>\d{2,4}))?)?(?:\.(?P<n>\d{1,2}))?"
)
CANONICAL = re.compile(
    r"[a-z0-9-]+:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d):(?P<number>\w+)(?:\.(?P<n>\d{1,2}))?"
)
CRIME_REF = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/._-]{3,29}")
LIVE = re.compile(r"<(?P<mark>[@#])(?P<id>[A-Z0-9]+)(?:\|(?P<name>[^>]*))?>")
LINK = re.compile(r"<?(?P<url>https?://[^|>\s]+)(?:\|[^>]*)?>?")


@dataclass(frozen=True, slots=True)
class Reference:
    """What somebody typed: a number, the day where they gave it, the offence where they named one."""

    number: str
    day: date | None = None
    n: int | None = None


def is_crime_ref(text: str) -> bool:
    """Whether a text can be a crime reference, typed or exported: `NONE`, `N/A` and `0` are none."""
    return CRIME_REF.fullmatch(text) is not None


def readable(typed: str) -> str:
    """What was typed with its live mentions as people see them: `@james`, `#bcu-powys`."""
    return LIVE.sub(lambda found: found["mark"] + (found["name"] or found["id"]), typed)


def read_reference(typed: str, today: date, links: Iterable[str] = ()) -> Reference | None:
    """The reference that a word is, or None; a day without a year is the nearest one that is not ahead."""
    link = LINK.fullmatch(typed)
    if link:
        return _from_link(link["url"], links)
    found = TYPED.fullmatch(typed) or CANONICAL.fullmatch(typed)
    if not found:
        return None
    n = int(found["n"]) if found["n"] else None
    if not found["day"]:
        return Reference(found["number"], None, n)
    day = _day(int(found["day"]), int(found["month"]), found["year"], today)
    return Reference(found["number"], day, n) if day else None


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year - 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or (found - today).days <= 1:
            return found
    return None


def _from_link(url: str, links: Iterable[str]) -> Reference | None:
    for pattern in links:
        escaped = re.escape(pattern)
        for name, shape in (("number", r"(?P<number>\w+)"), ("date", r"(?P<day>\d{4}-\d\d-\d\d)")):
            escaped = escaped.replace(re.escape("{" + name + "}"), shape, 1)
        found = re.match(escaped, url)
        if found and "number" in found.groupdict():
            return _of_the_day(found["number"], found.groupdict().get("day"))
    return None


def _of_the_day(number: str, day: str | None) -> Reference | None:
    try:
        return Reference(number, date.fromisoformat(day) if day else None)
    except ValueError:
        return None
