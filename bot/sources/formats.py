"""Date formats of a mapping, compiled: quicker than strptime, stricter, and the same in every locale."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from operator import itemgetter
from typing import NamedTuple

ISO, EPOCH, EPOCH_MS = "iso", "epoch", "epoch_ms"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "b": r"(?P<b>[A-Za-z]{3,9})\.?",
    "d": r"(?P<d>[0-9]{1,2})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{1,2})",
    "S": r"(?P<S>[0-9]{1,2})",
    "f": r"(?P<f>[0-9]{1,9})",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
    "a": r"[A-Za-z]{3,9}",
    "%": "%",
}
_SAMPLE = datetime(2026, 3, 4, 17, 6, 7, 890000, UTC)


class Parsed(NamedTuple):
    """What a format made of a text: aware if the text carried an offset, and whether it named an hour."""

    when: datetime
    has_time: bool = True


Reader = Callable[[str], Parsed | None]


class BadFormat(ValueError):
    """A format that could not be read safely; the message is a code."""


def _pattern(text: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "%":
            parts.append(r"\s+" if text[at] == " " else re.escape(text[at]))
            at += 1
            continue
        letter = text[at + 1 : at + 2]
        letter = {"B": "b", "A": "a"}.get(letter, letter)
        if letter not in _DIRECTIVES:
            raise BadFormat("unknown_directive")
        parts.append(_DIRECTIVES[letter])
        at += 2
    try:
        return re.compile("".join(parts))
    except re.error:
        raise BadFormat("directive_repeated") from None


def _check(named: set[str]) -> None:
    if "d" not in named or not named & {"m", "b"} or not named & {"Y", "y"}:
        raise BadFormat("day_incomplete")
    if {"Y", "y"} <= named or {"m", "b"} <= named or {"H", "I"} <= named:
        raise BadFormat("directive_repeated")
    if ("I" in named) != ("p" in named):
        raise BadFormat("half_day_unclear")
    if named & {"M", "S", "f"} and not named & {"H", "I"}:
        raise BadFormat("hour_missing")


def _year(found: dict[str, str]) -> int:
    if "Y" in found:
        return int(found["Y"])
    short = int(found["y"])
    return short + (1900 if short >= 69 else 2000)


def _month(found: dict[str, str]) -> int:
    if "m" in found:
        return int(found["m"])
    return _MONTHS.index(found["b"][:3].lower()) + 1


def _hour(found: dict[str, str]) -> int:
    if "I" not in found:
        return int(found.get("H", 0))
    hour = int(found["I"])
    if not 1 <= hour <= 12:
        raise ValueError("hour")
    return hour % 12 + (12 if found["p"] in "Pp" else 0)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _slow(found: dict[str, str]) -> datetime:
    """Any format: names of months, halves of days, offsets."""
    minute, second = int(found.get("M") or 0), int(found.get("S") or 0)
    micro = int((found.get("f") or "0").ljust(6, "0")[:6])
    day = int(found["d"])
    return datetime(
        _year(found), _month(found), day, _hour(found), minute, second, micro, _zone(found.get("z"))
    )


def _by_number(pattern: re.Pattern[str], names: tuple[str, ...]) -> Callable[[re.Match[str]], datetime]:
    """The usual format, all of it numbers, made quick: a large export reads a million of them."""
    order = itemgetter(*(pattern.groupindex[name] - 1 for name in names))
    make: Callable[..., datetime] = datetime  # naive here; placed in its zone by who asked
    return lambda match: make(*map(int, order(match.groups())))


def _strptime(text: str) -> Reader:
    pattern = _pattern(text)
    names = set(pattern.groupindex)
    _check(names)
    has_time = bool({"H", "I"} & names)
    usual = tuple(n for n in "YmdHMS" if n in names)
    plain = len(usual) == len(names) and "YmdHMS".startswith("".join(usual))
    made = _by_number(pattern, usual) if plain else lambda match: _slow(match.groupdict())
    fits = pattern.fullmatch

    def read(stamp: str) -> Parsed | None:
        match = fits(stamp)
        if match is None:
            return None
        try:
            return Parsed(made(match), has_time)
        except ValueError:
            return None

    return read


def _iso(stamp: str) -> Parsed | None:
    try:
        if len(stamp) <= 10:
            return Parsed(datetime.combine(date.fromisoformat(stamp), datetime.min.time()), has_time=False)
        return Parsed(datetime.fromisoformat(stamp))
    except ValueError:
        return None


def _epoch(per_second: int) -> Reader:
    pattern = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,12})?")

    def read(stamp: str) -> Parsed | None:
        if not pattern.fullmatch(stamp):
            return None
        return Parsed(_EPOCH + timedelta(seconds=float(stamp) / per_second))

    return read


def compile_format(text: str) -> Reader:
    """A reader for `iso`, `epoch`, `epoch_ms` or a strptime format; raises BadFormat."""
    special = {ISO: _iso, EPOCH: _epoch(1), EPOCH_MS: _epoch(1000)}
    return special.get(text) or _strptime(text)


def clash(first: str, second: str) -> bool:
    """Whether two formats read the same text as different instants (04/03: the 4th, or April?)."""
    if {first, second} == {EPOCH, EPOCH_MS}:
        return True
    for written, other in ((first, second), (second, first)):
        text = _SAMPLE.isoformat() if written == ISO else _SAMPLE.strftime(written)
        mine, theirs = compile_format(written)(text), compile_format(other)(text)
        if mine and theirs and mine.when.replace(tzinfo=None) != theirs.when.replace(tzinfo=None):
            return True
    return False
