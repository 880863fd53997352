"""Reads the roster, a CSV with one line a person and period, and says all that is wrong with it at once."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from bot.domain.duty import Tour
from bot.domain.force import Force
from bot.domain.people import RANKS, Accreditation, Person
from bot.hours import parse_tours
from bot.problems import FileError, Problem, did_you_mean, sentence

COLUMNS = (
    "collar", "forename", "surname", "rank", "unit", "roles", "accreditations", "duty",
    "slack_ids", "email", "language", "valid_from", "valid_to",
)  # fmt: skip
NEEDED = ("collar", "surname", "rank", "unit")


class RosterError(FileError):
    """The roster cannot be used."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A person with the line that they stand on."""

    line: int
    person: Person


def load_roster(path: Path, force: Force) -> tuple[Person, ...]:
    """Everybody whom a roster names, past and to come; raises RosterError with every problem in it."""
    problems: list[Problem] = []

    def wrong(line: int, column: str, reason: str) -> None:
        problems.append(Problem(path.name, line, sentence(f"{column} {reason}".strip())))

    found = [f for line in _lines(path, wrong) if (f := _person(line, force, wrong))]
    _compare(found, wrong)
    if not found and not problems:
        wrong(1, "", "this roster has nobody in it")
    if problems:
        raise RosterError(problems)
    return tuple(f.person for f in found)


Wrong = Callable[[int, str, str], None]


def _lines(path: Path, wrong: Wrong) -> Iterator[_Line]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = csv.reader(StringIO(text, newline=""), strict=True)
        header = [name.strip().lower() for name in next(rows, [])]
        if _header_is_right(header, wrong):
            yield from _cells(header, rows, wrong)
    except (OSError, UnicodeDecodeError) as problem:
        raise RosterError([Problem(str(path), 0, "This is not a text file that can be read.")]) from problem
    except csv.Error as problem:
        wrong(rows.line_num, "", f"this is not a line of CSV: {problem}")


def _header_is_right(header: list[str], wrong: Wrong) -> bool:
    unknown = [name for name in header if name not in COLUMNS]
    for name in unknown:
        wrong(1, name or "a column", f"is not a column of the roster{did_you_mean(name, COLUMNS)}")
    missing = [name for name in NEEDED if name not in header]
    for name in missing:
        wrong(1, name, "is missing")
    twice = {name for name in header if header.count(name) > 1}
    for name in twice:
        wrong(1, name, "stands there twice")
    return not (unknown or missing or twice)


def _cells(header: list[str], rows: Any, wrong: Wrong) -> Iterator[_Line]:
    before = rows.line_num
    for row in rows:
        number, before = before + 1, rows.line_num
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            wrong(number, "", f"this line has {len(row)} cells where the first has {len(header)}")
        elif any(cell.strip() for cell in row):
            cells = [cell.strip() for cell in row] + [""] * len(header)
            yield _Line(number, dict(zip(header, cells, strict=False)))


def _person(line: _Line, force: Force, wrong: Wrong) -> _Found | None:
    """The person of one line, or None after saying what is wrong with it."""
    values: dict[str, Any] = {}
    for column in COLUMNS:
        try:
            values[column] = _READERS[column](line.cells.get(column, ""), force)
        except ValueError as problem:
            wrong(line.number, column, str(problem))
    if len(values) < len(COLUMNS):
        return None
    if values["valid_from"] and values["valid_to"] and values["valid_to"] < values["valid_from"]:
        wrong(line.number, "valid_to", "is before valid_from")
        return None
    return _Found(line.number, Person(tours=values.pop("duty"), **values))


def _collar(text: str, force: Force) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{1,6}", text):
        raise ValueError("should be 1 to 6 letters and digits")
    return text.upper()


def _name(text: str, force: Force) -> str:
    if len(text) > 40 or re.search(r"[<>&*_~`|\x00-\x1f]", text):
        raise ValueError("should be a plain name of at most 40 letters")
    return text


def _surname(text: str, force: Force) -> str:
    if not text:
        raise ValueError("is empty")
    return _name(text, force)


def _one_of(text: str, known: Iterable[str]) -> str:
    if text not in (words := list(known)):
        raise ValueError(f"should be one of {', '.join(words)}{did_you_mean(text, words)}")
    return text


def _rank(text: str, force: Force) -> str:
    return _one_of(text.lower(), RANKS)


def _unit(text: str, force: Force) -> str:
    """A unit's code; empty for headquarters, which has no queue."""
    return _one_of(text.lower(), force.units) if text else ""


def _roles(text: str, force: Force) -> frozenset[str]:
    return frozenset(_one_of(word.lower(), force.roles) for word in re.split(r"[;\s]+", text) if word)


def _accreditations(text: str, force: Force) -> tuple[Accreditation, ...]:
    return tuple(_accreditation(part.strip(), force) for part in text.split(";") if part.strip())


def _accreditation(text: str, force: Force) -> Accreditation:
    code, _, on = text.partition(":")
    known = _one_of(code.strip().upper(), force.accreditations)
    month = re.fullmatch(r"\d{4}-\d\d", on.strip())
    return Accreditation(known, _date(f"{on.strip()}-01" if month else on.strip(), force))


def _duty(text: str, force: Force) -> tuple[Tour, ...]:
    return parse_tours(text)


def _slack_ids(text: str, force: Force) -> tuple[str, ...]:
    ids = tuple(text.split())
    for one in ids:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", one):
            raise ValueError(f"should be Slack member ids like U012AB3CD, with spaces between; {one} is not")
    return ids


def _email(text: str, force: Force) -> str:
    if text and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", text):
        raise ValueError("should be an e-mail address")
    return text.lower()


def _language(text: str, force: Force) -> str:
    return _one_of(text.lower(), force.languages) if text else ""


def _date(text: str, force: Force) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise ValueError("should be a date like 2026-11-20") from problem


_READERS: dict[str, Callable[[str, Force], Any]] = {
    "collar": _collar,
    "forename": _name,
    "surname": _surname,
    "rank": _rank,
    "unit": _unit,
    "roles": _roles,
    "accreditations": _accreditations,
    "duty": _duty,
    "slack_ids": _slack_ids,
    "email": _email,
    "language": _language,
    "valid_from": _date,
    "valid_to": _date,
}


def _compare(found: list[_Found], wrong: Wrong) -> None:
    """One collar, one person: no two lines for the same day, and nobody else's Slack id or e-mail."""
    lines: dict[str, list[_Found]] = {}
    owners: dict[tuple[str, str], _Found] = {}
    for here in found:
        person = here.person
        for other in lines.setdefault(person.collar, []):
            if _overlap(person, other.person):
                wrong(here.line, "collar", f"stands on line {other.line} too, for some of the same days")
        lines[person.collar].append(here)
        for column, name in [("email", person.email), *(("slack_ids", one) for one in person.slack_ids)]:
            owner = owners.setdefault((column, name), here)
            if name and owner.person.collar != person.collar:
                wrong(here.line, column, f"has {name}, who is somebody else on line {owner.line}")


def _overlap(one: Person, other: Person) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, other.valid_to or date.max)
