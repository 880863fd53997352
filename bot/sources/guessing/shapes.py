"""From the look of a stamp to the formats that may have written it."""

import re
from collections.abc import Iterator

from bot.sources.formats import EPOCH, EPOCH_MS, ISO

_SEP = r"(?P<s>[-/. ])"
_DATES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), formats)
    for pattern, formats in (
        (rf"\d{{4}}{_SEP}\d{{1,2}}(?P=s)\d{{1,2}}(?!\d)", ("%Y{s}%m{s}%d",)),
        (rf"\d{{1,2}}{_SEP}\d{{1,2}}(?P=s)\d{{4}}(?!\d)", ("%d{s}%m{s}%Y", "%m{s}%d{s}%Y")),
        (rf"\d{{1,2}}{_SEP}\d{{1,2}}(?P=s)\d{{2}}(?!\d)", ("%d{s}%m{s}%y", "%m{s}%d{s}%y")),
        (rf"\d{{1,2}}{_SEP}[A-Za-z]{{3,9}}(?P=s)\d{{4}}(?!\d)", ("%d{s}%b{s}%Y",)),
        (rf"\d{{1,2}}{_SEP}[A-Za-z]{{3,9}}(?P=s)\d{{2}}(?!\d)", ("%d{s}%b{s}%y",)),
        (r"\d{1,2}[A-Za-z]{3}\d{4}(?!\d)", ("%d%b%Y",)),
        (r"[A-Za-z]{3,9} \d{1,2}, \d{4}", ("%b %d, %Y",)),
        (r"[A-Za-z]{3,9} \d{1,2} \d{4}", ("%b %d %Y",)),
        (r"\d{8}(?=\d{4}$|\d{6}$|\D|$)", ("%Y%m%d", "%d%m%Y")),
    )
)
_WEEKDAY = re.compile(r"(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*(?P<after>,? +)", re.IGNORECASE)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?P<s>[:.]?)(?P<minute>\d{2})(?:(?P=s)(?P<second>\d{2})(?P<part>[.,]\d{1,9})?)?"
    r"(?P<space> ?)(?P<half>[AaPp]\.?[Mm]\.?)?(?P<gap> ?)(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|GMT|BST)?"
)
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?|(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
)
_NUMBER = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


def is_clock(text: str) -> bool:
    """Whether a text is the time of a day and nothing more: 14:05, 2:05 PM, 1405."""
    return bool(_CLOCK.fullmatch(text))


def formats_of(text: str) -> Iterator[str]:
    """The formats that may have written a stamp, ISO first, day before month."""
    yield ISO
    if _NUMBER.fullmatch(text):
        yield EPOCH
        yield EPOCH_MS
    day = _WEEKDAY.match(text)
    before = f"%a{',' if ',' in day['after'] else ''} " if day else ""
    rest = text[day.end() :] if day else text
    for pattern, dates in _DATES:
        if match := pattern.match(rest):
            sep = match.groupdict().get("s") or ""
            for after in _after(rest[match.end() :]):
                yield from (before + date.format(s=sep) + after for date in dates)


def _after(text: str) -> Iterator[str]:
    """The formats of what stands after the day: nothing, or a joint and a time."""
    if not text:
        yield ""
    for joint in ("T", ", ", " ", "-", ":", ""):
        if text.startswith(joint) and (match := _TIME.fullmatch(text[len(joint) :].lstrip())):
            yield joint + _time(match)
            return
    if match := re.fullmatch(r" 00:00(?::00(?:\.0+)?)?(?= )(?P<rest> .+)", text):
        yield from (text[: match.start("rest")] + time for time in _after(match["rest"]))


def _time(match: re.Match[str]) -> str:
    sep, half = match["s"], match["half"]
    found = ("%I" if half else "%H") + f"{sep}%M"
    if match["second"]:
        found += f"{sep}%S"
    if match["part"]:
        found += f"{match['part'][0]}%f"
    if half:
        found += f"{match['space']}%p"
    space = match["gap"] if half else match["space"] or match["gap"]
    if match["zone"]:
        found += space + ("%z" if not match["zone"].isalpha() or match["zone"] == "Z" else match["zone"])
    return found
