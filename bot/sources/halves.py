"""Time stamps by their halves: a million of them share few days with hours, and few minutes with seconds.

A text is cut at its first colon. Where no clock change is in its hour and both halves are in order, the stamp
is the sum of two remembered values; anything else is read whole, as every stamp can be.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import repeat
from operator import add
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.sources.formats import ISO, Reader, compile_format
from bot.sources.remembered import Remembered
from bot.sources.stamps import FIRST_YEAR, LAST_YEAR, Stamp, shown, steady

MOST = 65_536  # seven years of hours
LONGEST_HALF = 19  # so that both together are never too long to be shown
_OF_DAYS, _OF_RESTS = frozenset("YymbBdaA"), frozenset("MSf")
_ISO_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3])")
_ISO_REST = re.compile(r"[0-9]{2}(?::[0-9]{2}(?:\.(?:[0-9]{3}|[0-9]{6}))?)?")
_SOME_HOUR = datetime.fromisoformat("2000-01-15T10:00")
_LAST_OF_HOUR = timedelta(hours=1) - timedelta.resolution
Whole = Callable[[str], Stamp | None]


class Instants(NamedTuple):
    """One column's instants (UTC; None: blank), and by their places the stamps that had to be read whole.

    `exact`: every text carried its offset; otherwise those not read whole are local, in no doubt, and shown.
    """

    at: list[datetime | None]
    whole: dict[int, Stamp | None]
    exact: bool = False


def _letters(text: str) -> frozenset[str]:
    return frozenset(re.findall("%(.)", text))


def _parted(text: str) -> tuple[str, str]:
    """A format's day with its hour, and the rest, none for a day alone; neither if it cannot be parted."""
    if text == ISO:
        return ISO, ISO
    hour, colon, rest = text.partition(":")
    day = hour.removesuffix(" %H")
    if not _letters(day) or not _letters(day) <= _OF_DAYS or not _letters(rest) <= _OF_RESTS:
        return "", ""
    if day != day.strip() or re.search(r"[^\S ]", text) or " " in rest or (day == hour) == bool(rest):
        return "", ""
    return ("", "") if colon and not rest else (f"{day} %H", rest)


def _hour_reader(form: str) -> Reader:
    """A reader of the first half; of ISO only the usual way of writing it."""
    read = compile_format(form)
    return read if form != ISO else lambda text: read(text) if _ISO_HOUR.fullmatch(text) else None


def _rest_reader(form: str) -> Reader:
    """A reader of the second half behind some hour; of ISO only what carries no offset."""
    if form == ISO:
        read = compile_format(ISO)
        return lambda rest: read(f"2000-01-15T10:{rest}") if _ISO_REST.fullmatch(rest) else None
    read_rest = compile_format(f"%Y-%m-%d %H:{form}")
    return lambda rest: read_rest(f"2000-01-15 10:{rest}")


def _all_exact(texts: Sequence[str]) -> Instants | None:
    """The instants of a column that is ISO throughout, each with an offset; else None."""
    try:
        found = list(map(datetime.fromisoformat, texts))
    except ValueError:
        return None
    zones, years = {when.tzinfo for when in found}, {when.year for when in found}
    dated = None in zones or min(map(len, texts)) <= len("2000-01-15")
    if dated or min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
        return None
    at = found if zones == {UTC} else [when.astimezone(UTC) for when in found]
    return Instants(list(at), {}, exact=True)


@lru_cache(16)
def _local_hours(form: str) -> Remembered[str, datetime | None]:
    """The local hour that a first half names, if it is one that a log can have, and looks like one."""
    reader = _hour_reader(form)

    def read(text: str) -> datetime | None:
        fits = text.isprintable() and len(text) <= LONGEST_HALF and shown(f"{text}:00")
        parsed = reader(text) if fits else None
        return parsed.when if parsed and FIRST_YEAR <= parsed.when.year <= LAST_YEAR else None

    return Remembered(read, MOST)


@lru_cache(16)
def _hours(form: str, zone: ZoneInfo) -> Remembered[str, datetime | None]:
    """The instant at which such an hour begins, if the clock does not change in it.

    All columns and files that write their days alike share what is remembered.
    """
    local_hours = _local_hours(form)

    def begun(text: str) -> datetime | None:
        local = local_hours[text]
        if local is None:
            return None
        offset = steady(local.date(), zone)
        if offset is not None:
            return local.replace(tzinfo=UTC) - offset
        ends = [when.replace(tzinfo=zone) for when in (local, local + _LAST_OF_HOUR)]
        offsets = {end.replace(fold=fold).utcoffset() for end in ends for fold in (0, 1)}
        offset = offsets.pop()
        return local.replace(tzinfo=UTC) - offset if offset is not None and not offsets else None

    return Remembered(begun, MOST)


@lru_cache(16)
def _rests(forms: tuple[str, ...]) -> Remembered[str, timedelta | None]:
    """What a second half adds to its hour: by the first format that fits."""
    readers = [_rest_reader(form) for form in forms]

    def since(text: str) -> timedelta | None:
        fits = bool(text) and text.isprintable() and len(text) <= LONGEST_HALF
        if not fits or not shown(f"15/01/2000 10:{text}"):
            return None
        for reader in readers:
            if parsed := reader(text):
                return parsed.when - _SOME_HOUR
        return None

    return Remembered(since, MOST)


class Halves:
    """Reads a column's stamps; `whole` reads any one text (blank: None) or raises Unreadable."""

    def __init__(self, formats: Sequence[str], zone: ZoneInfo, whole: Whole) -> None:
        parts = [_parted(text) for text in formats]
        form, *others = {hour for hour, _ in parts}
        self._parted = bool(form) and not others and any(rest for _, rest in parts)
        if self._parted:
            self._local_hours, self._hours = _local_hours(form), _hours(form, zone)
            self._rests = _rests(tuple(rest for _, rest in parts if rest))
        self._iso = formats[0] == ISO
        self._zone = zone
        self._whole = whole

    def instants(self, texts: Sequence[str]) -> Instants:
        """Every stamp of a column; raises Unreadable."""
        if "" not in texts:
            return self._of_all(texts)
        self._whole("")  # refused where the field is required
        places = [place for place, text in enumerate(texts) if text]
        at: list[datetime | None] = [None] * len(texts)
        if not places:
            return Instants(at, {})
        found = self._of_all([texts[place] for place in places])
        for place, instant in zip(places, found.at, strict=True):
            at[place] = instant
        return Instants(at, {places[place]: stamp for place, stamp in found.whole.items()}, found.exact)

    def _of_all(self, texts: Sequence[str]) -> Instants:
        """The same where none is blank."""
        if self._iso and (found := _all_exact(texts)):
            return found
        if not self._parted:
            return self._one_by_one(texts, texts, [None] * len(texts))
        hours, _, rests = zip(*map(str.partition, texts, repeat(":")), strict=True)
        since = list(map(self._rests.__getitem__, rests))
        begun = list(map(self._hours.__getitem__, hours)) if None not in since else [None]
        if None not in begun:
            return Instants(list(map(add, begun, since)), {})
        return self._one_by_one(texts, hours, since)

    def _one_by_one(
        self, texts: Sequence[str], hours: Sequence[str], since: Sequence[timedelta | None]
    ) -> Instants:
        """The same where one stamp at least must be read whole."""
        found: list[datetime | None] = []
        whole: dict[int, Stamp | None] = {}
        for place, (hour, rest) in enumerate(zip(hours, since, strict=True)):
            begun = self._hours[hour] if rest is not None else None
            if begun is None or rest is None:
                stamp = whole[place] = self._whole(texts[place].strip())
                found.append(stamp.at if stamp else None)
            else:
                found.append(begun + rest)
        return Instants(found, whole)

    def days(self, texts: Sequence[str], found: Instants) -> list[date | None]:
        """The local day that each stamp names; those read whole bring theirs."""
        return [self._day(text, place, found) for place, text in enumerate(texts)]

    def _day(self, text: str, place: int, found: Instants) -> date | None:
        at = found.at[place]
        if at is None:
            return None
        if found.exact:
            return at.astimezone(self._zone).date()
        stamp = found.whole.get(place)
        local = stamp.day if stamp else self._local_hours[text.partition(":")[0]]
        return local.date() if isinstance(local, datetime) else local
