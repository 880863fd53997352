"""A sheet of paper: facts and tables laid out by Typst as a PDF; whatever was typed is data, never code."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import typst

from bot.reports.canvas import clean
from templates import FOLDER

LAYOUT = FOLDER / "meetings" / "sheet.typ"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with a table below; `widths` are parts of the width, 0 for as wide as its words.

    `note` stands above the table, `empty` in its place where it has no rows; `picture` names a PNG.
    """

    title: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[int] = ()
    note: str = ""
    empty: str = ""
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper, in the words of one language (`en`, `cy`)."""

    lang: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    foot: str


def sheet_of(lang: str, lines: Iterable[Mapping[str, Any]]) -> Sheet:
    """The sheet that a template says, a line a piece: its title first, then facts, parts and their rows."""
    said = list(lines)
    facts = [each["fact"] for each in said if "fact" in each]
    parts: list[dict[str, Any]] = []
    for each in said:
        if "part" in each:
            parts.append({**each["part"], "rows": []})
        elif "row" in each:
            parts[-1]["rows"].append(each["row"])
    return Sheet(lang=lang, facts=facts, parts=[Part(**part) for part in parts], **said[0])


def pdf(sheet: Sheet, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The sheet as a PDF of A4 pages that a screen reader can read: the same sheet is the same bytes.

    Only the fonts that come with Typst are used, and nothing is read but what is given here.
    """
    shown = {name: list(content) for name, content in (pictures or {}).items()}
    data = json.dumps({**_clean(asdict(sheet)), "pictures": shown}, sort_keys=True)
    return typst.compile(_layout(), format="pdf", sys_inputs={"sheet": data}, ignore_system_fonts=True)


@lru_cache(1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _clean(node: Any) -> Any:
    """The same without control characters, which no font can show and no JSON of Typst can hold."""
    if isinstance(node, str):
        return clean(node)
    if isinstance(node, Mapping):
        return {key: _clean(value) for key, value in node.items()}
    return [_clean(each) for each in node] if isinstance(node, list | tuple) else node
