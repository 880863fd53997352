"""The half of docs/glossary.md that force.toml decides: `python -m bot.glossary` makes it again."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from bot.config import SHIPPED_FORCE
from bot.domain.force import Force
from bot.force import load_force

PAGE = Path(__file__).parent.parent / "docs" / "glossary.md"
MARK = "<!-- made from bot/force.toml by python -m bot.glossary: change that file, not this -->"


class Named(Protocol):
    """Whatever has a name in each language."""

    @property
    def names(self) -> Mapping[str, str]:
        """The names by language code."""


def made(force: Force) -> str:
    """The tables of everything that force.toml names, as Markdown."""
    parts = [MARK, ""]
    for title, rows in _sections(force):
        parts += [f"## {title}", "", "| code | English | Cymraeg |", "|---|---|---|"]
        parts += [f"| {code} | {row.names['en']} | {row.names.get('cy', '')} |" for code, row in rows]
        parts.append("")
    return "\n".join(parts)


def page(force: Force, kept: str) -> str:
    """The whole page: its own half as it was kept, and the tables made anew."""
    return kept.partition(MARK)[0] + made(force)


def _sections(force: Force) -> Iterator[tuple[str, Iterable[tuple[str, Named]]]]:
    yield "Units", force.units.items()
    yield "Categories", force.categories.items()
    yield "Qualifiers", force.qualifiers.items()
    yield "Markers", force.markers.items()
    yield "Classes of offence", force.classes.items()
    yield "Roles", force.roles.items()
    yield "Courses", force.accreditations.items()
    for table, codes in force.codes.items():
        yield f"Codes: {table}", codes.items()
    yield "Editions of the counting rules", ((e.id, e) for e in force.editions)


if __name__ == "__main__":
    PAGE.write_text(page(load_force(SHIPPED_FORCE), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: made from {SHIPPED_FORCE.name}\n")
