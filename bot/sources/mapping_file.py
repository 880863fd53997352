"""Reading a mapping from its file; every problem names the file, the line, the key and the reason."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.sources.mapping import AnyMapping, CrimeMapping, Mapping
from bot.sources.mistakes import sentence
from bot.toml_lines import key_lines, line_of

_SYNTAX_LINE = re.compile(r"\(at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a mapping: `code` says what, `detail` what about it; as text it is a sentence."""

    file: str
    line: int
    key: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {sentence(self.code, self.key, self.detail, self.file)}"


class MappingError(Exception):
    """A mapping that cannot be used, with all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


def _problems(error: ValidationError, file: str, text: str) -> tuple[Problem, ...]:
    lines = key_lines(text)
    found = []
    for one in error.errors(include_url=False, include_input=False):
        path = tuple(str(p) for p in one["loc"])
        detail = one.get("ctx", {}).get("expected", "" if one["msg"] == one["type"] else one["msg"])
        found.append(Problem(file, line_of(lines, path), ".".join(path), one["type"], detail))
    return tuple(found)


def _tables(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        at = _SYNTAX_LINE.search(str(problem))
        line = int(at[1]) if at else 0
        why = str(problem).partition(" (at ")[0]
        raise MappingError((Problem(file, line, "", "toml_syntax", why),)) from None


def parse_mapping(
    text: str, file: str, default_zone: str = "Europe/London", origin: Path | None = None
) -> AnyMapping:
    """A mapping from its text; raises MappingError."""
    tables = _tables(text, file)
    if "origin" in tables:
        raise MappingError(
            (Problem(file, line_of(key_lines(text), ("origin",)), "origin", "extra_forbidden"),)
        )
    try:
        model = CrimeMapping if tables.get("delivers") == "crimes" else Mapping
        return model.model_validate({"time_zone": default_zone, **tables, "origin": origin or Path()})
    except ValidationError as problem:
        raise MappingError(_problems(problem, file, text)) from None


def load_mapping(path: Path, default_zone: str = "Europe/London") -> AnyMapping:
    """The mapping in a file; the force's own zone applies where it names none. Raises MappingError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise MappingError((Problem(path.name, 0, "", "file_unreadable", type(problem).__name__),)) from None
    return parse_mapping(text, path.name, default_zone, path.parent)


def load_incidents(path: Path, default_zone: str = "Europe/London") -> Mapping:
    """The mapping of a source of incidents; raises MappingError for one of crimes too."""
    mapping = load_mapping(path, default_zone)
    if isinstance(mapping, CrimeMapping):
        line = line_of(key_lines(path.read_text(encoding="utf-8")), ("delivers",))
        raise MappingError((Problem(path.name, line, "delivers", "incidents_expected"),))
    return mapping


def load_crimes(path: Path, default_zone: str = "Europe/London") -> CrimeMapping:
    """The mapping of a source of crimes; raises MappingError for one of incidents too."""
    mapping = load_mapping(path, default_zone)
    if isinstance(mapping, Mapping):
        raise MappingError((Problem(path.name, 0, "delivers", "crimes_expected"),))
    return mapping


def load_own(path: Path, force: str, default_zone: str) -> AnyMapping:
    """The mapping of a source that this force polls; raises MappingError for another force's too.

    Another force's incidents would stand on nobody's list here, and their clocks would still be moved on.
    """
    mapping = load_mapping(path, default_zone)
    if mapping.force != force:
        line = line_of(key_lines(path.read_text(encoding="utf-8")), ("force",))
        raise MappingError(
            (Problem(path.name, line, "force", "other_force", f"{mapping.force}, not {force}"),)
        )
    return mapping
