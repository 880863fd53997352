"""Exports as no force would send them, and the plain way of reading them, row by row, to compare with."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, replace
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from bot.domain.incident import IncidentReport
from bot.sources.columns import CsvColumns
from bot.sources.csv_rows import csv_rows
from bot.sources.door import Format
from bot.sources.fetched import BadRow, Report, Spoiled, Tally, Unreadable
from bot.sources.mapping import AnyMapping, Mapping
from bot.sources.mapping_file import parse_mapping
from bot.sources.outcomes import Outcome, outcome, reader_of
from bot.sources.part import WHOLE, Part
from bot.sources.reading import Reading
from tests.sources.builders import AT

MAPPING = """
name = "odd"
force = "dyfed-powys"
kind = "drop_folder"
source_url = "https://log.example.org/{{day}}/{{number}}?ref={{ref}}"
[format]
type = "{type}"
encoding = "{encoding}"
delimiter = {delimiter!r}
quote = {quote!r}
[reference]
column = "ref"
{reference}
[fields]
reported_at = {{ column = "at", formats = {formats} }}
logged_at = {{ column = "day", time_column = "time", formats = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y"] }}
closed_at = {{ column = "closed", formats = ["%d %b %Y %H:%M"], time_zone = "Australia/Lord_Howe" }}
opening_category = "what"
closing_category = {{ column = "last", map = {{ "no crime" = "none" }}, unmapped = "drop" }}
unit = {{ column = "unit", map = {{ "POW" = "powys" }}, unmapped = "reject", default = "fcc" }}
grade = {{ column = "grade", required = true }}
crime_refs = {{ column = "crimes", separator = ";" }}
[[markers]]
column = "da"
code = "da"
[[markers]]
column = "flags"
separator = ";"
map = {{ RPT = "repeat" }}
[[qualifiers]]
column = "flags"
separator = " "
[[filters]]
column = "kind"
drop = ["test"]
"""
REFERENCES = {
    "": "{n}",
    "strip_zeros = true": "{n:04d}",
    "day_from = 'logged_at'": "{n}",
    r"pattern = '(?P<number>\d+)/(?P<day>\d\d)-(?P<month>\d\d)'": "{n}/20-11",
    r"pattern = '(?P<number>[^/]*)(?:/(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d+))?'": "{n}/20-11-26",
}
FORMATS = {
    ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"): "20/11/2026 10:00:{n:02d}",
    ("%d.%m.%y %H:%M",): "20.11.26 10:{n:02d}",
    ("%Y%m%d %H:%M:%S.%f",): "20261120 10:00:{n:02d}.5",
    ("%d %B %Y %H:%M",): "20 November 2026 10:{n:02d}",
    ("%d/%m/%Y %I:%M %p", "%d/%m/%Y %H:%M"): "20/11/2026 10:{n:02d} am",
    ("iso", "%d/%m/%Y %H:%M"): "2026-11-20T10:00:{n:02d}Z",
    ("iso",): "2026-11-20 10:00:{n:02d}",
    ("iso", "epoch"): "2026-11-20T10:00:{n:02d}+00:00",
    ("epoch",): "17951688{n:02d}",
}
CELLS = {
    "ref": ["1", "007", " 12 ", "3/04-02", "3/29-02", "3/04-02-26", "3/04-02-9", "3/31-02-2026", "a b/c", ""],
    "at": [
        *(form.format(n=7) for form in FORMATS.values()),
        *("20/11/2026 09:59", "2/1/2026 7:05", "20/11/2026", "25/10/2026 01:30:00", "29/03/2026 01:30"),
        *(
            "20/11/2026  10:00",
            " 20/11/2026 10:01",
            "31/02/2026 10:00",
            "20/11/2026 24:00",
            "01/01/1989 10:00",
        ),
        *("25/12/2026 10:00:00", "20/11/2026 10:60", "2026-11-20", "20/11/2026\u00a010:00", "", "never"),
        *("2026-10-25 01:30:00.123", "2026-12-25T10:00:00Z", "2026-11-20T10:00:00+01:00", "2026-11-20T24:00"),
        *(
            "1980-01-01T00:00:00Z",
            "2026-12-25 10:00:00",
            "20261120T10:00:00",
            "2026-11-20T10",
            "2026-W47-5T10",
        ),
    ],
    "day": ["20/11/2026", "3/4/2026", "29/03/2026", "25/10/2026 ", "", "?"],
    "time": ["10:00:00", "01:30:00", "1:0:0", "", " 10:00:01", "25:00:00"],
    "closed": ["", "20 Nov 2026 10:00", "5 April 2026 01:45", "20\tNov 2026 10:00", "20 Foo 2026 10:00"],
    "what": [
        "theft",
        "rang 07700 900123",
        "  two   words ",
        "",
        "x" * 121,
        "bell\x07",
        "caf\udce9",
        "\ufffd",
    ],
    "last": ["", "No  Crime", "other"],
    "unit": ["POW", "pow ", "", "nobody"],
    "grade": ["1", "2", ""],
    "crimes": [
        "",
        "NC/1",
        "NC/1;NC/2",
        "07700-900123",
        "Mr Made-Up;NC/1",
        ";; NC/1 ;NC/1",
        ";".join("abc" * 20),
        "two words",
        "NONE",
        "0;NC/3",
        "y" * 130,
    ],
    "da": ["y", "N", "", "perhaps"],
    "flags": ["", "SA31 1AB", "a@example.org", "RPT", "rpt;HR", "a b;c"],
    "kind": ["live", "TEST", ""],
}
HEAD = list(CELLS)
ODD = st.sampled_from([(HEAD.index(name), cell) for name, cells in CELLS.items() for cell in cells])
MARKS = ['"', "'", ",", "\n", "\r", "\r\n", "\0", "x", "\n\n", '",', '\n"', "\ufeff"]
SCRATCHES = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(MARKS)), max_size=3)


@lru_cache
def mapping(text: str) -> Mapping:
    """A mapping read once."""
    found = parse_mapping(text, "odd.toml")
    assert isinstance(found, Mapping)
    return found


def mappings(types: tuple[str, ...] = ("csv", "tsv")) -> st.SearchStrategy[Mapping]:
    """Mappings that read every kind of field, in every layout."""
    return st.builds(
        lambda formats, **said: mapping(MAPPING.format(formats=list(formats), **said)),
        type=st.sampled_from(types),
        encoding=st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "iso8859-1", "ascii", "utf-16"]),
        delimiter=st.sampled_from(",,;|"),
        quote=st.sampled_from(['"', '"', "'", ""]),
        reference=st.sampled_from(list(REFERENCES)),
        formats=st.sampled_from(list(FORMATS)),
    )


def _usual(n: int, mapping: Mapping) -> list[str]:
    """A row that is in order."""
    said = mapping.reference
    how = "day_from = 'logged_at'" if said.day_from == "logged_at" else f"pattern = '{said.pattern}'"
    how = "strip_zeros = true" if said.strip_zeros else how
    ref = REFERENCES.get(how, "{n}").format(n=n)
    at = FORMATS[mapping.fields.reported_at.formats].format(n=n)
    return [ref, at, "20/11/2026", f"10:00:{n:02d}", "", "theft", "", "POW", "1", "", "n", "", ""]


@st.composite
def _rows(draw: st.DrawFn, mapping: Mapping) -> list[list[str]]:
    """Rows most of which are in order, with an odd cell here and there, or a cell of several lines."""
    rows = [_usual(n, mapping) for n in range(draw(st.integers(0, 59)))]
    for row in rows[:: draw(st.sampled_from([4, 30, 60]))]:
        place, cell = draw(ODD)
        row[place] = cell
    for row in rows[1 :: draw(st.sampled_from([5, 60]))]:
        row[-1] = 'line\nafter "line"'
    return rows


@st.composite
def tables(draw: st.DrawFn, mapping: Mapping) -> bytes:
    """A table as a mapping expects it, perhaps scratched here and there."""
    return draw(written(mapping.format, [HEAD, *draw(_rows(mapping))]))


@st.composite
def written(draw: st.DrawFn, layout: Format, rows: list[list[str]]) -> bytes:
    """Rows as a system may write them, perhaps scratched here and there."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter="\t" if layout.type == "tsv" else layout.delimiter,
        quotechar=layout.quote or None,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])) if layout.quote else csv.QUOTE_NONE,
        escapechar="\\",
        lineterminator=draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])),
    )
    writer.writerows(rows)
    text = out.getvalue()
    for at, scratch in draw(SCRATCHES):
        place = len(text) - at % (len(text) + 1)
        text = text[:place] + scratch + text[place:]
    errors = "surrogateescape" if layout.encoding.startswith("utf-8") else "replace"
    return text.encode(layout.encoding, errors)


def told(mapping: AnyMapping, body: bytes, *several: Part) -> list[Any]:
    """Every row with the tally as it then was, and the tally at the end, read as the bot reads."""
    tally, found = Tally(), list[Any]()
    for part in several or (WHOLE,):
        reading = Reading(mapping, "drop", AT, tally)
        found += [(row, astuple(tally)) for row in reading.rows(lambda: io.BytesIO(body), part)]
    return [*found, astuple(tally)]


def told_at_once(mapping: AnyMapping, body: bytes) -> list[Any]:
    """Every row and the tally at the end, as a replay reads many at a time."""
    tally = Tally()
    blocks = Reading(mapping, "drop", AT, tally).blocks(lambda: io.BytesIO(body))
    return [*(row for block in blocks for row in block), astuple(tally)]


def told_plainly(mapping: AnyMapping, body: bytes) -> list[Any] | None:
    """The same of a table, each row taken apart and read alone; None if its header is not in order."""
    cuts = csv_rows(io.BytesIO(body), mapping.format)
    header = next(cuts, (0, Spoiled("")))[1]
    try:
        reader = reader_of(mapping, CsvColumns([] if isinstance(header, Spoiled) else header))
    except Unreadable:
        return None
    return _counted((line, outcome(reader, row, AT)) for line, row in cuts)


def _noted(one: Report, line: int, tally: Tally) -> Report:
    """A report without what stood for a crime reference, once it is counted."""
    if "'withheld'" in repr(one):
        tally.withhold("drop", line)
    if not isinstance(one, IncidentReport):
        return one
    if "" in one.crime_refs:
        tally.lack_reference("drop", line)
    return replace(one, crime_refs=tuple(ref for ref in one.crime_refs if ref not in ("", "withheld")))


def _counted(outcomes: Iterable[tuple[int, Outcome]]) -> list[Any]:
    tally, found = Tally(), list[Any]()
    for line, one in outcomes:
        tally.seen += 1
        if one is None:
            tally.filtered += 1
        elif isinstance(one, Unreadable):
            tally.bad += 1
            found.append((BadRow("drop", line, one.column, one.reason, one.raw_time), astuple(tally)))
        else:
            tally.good += 1
            found.append((_noted(one, line, tally), astuple(tally)))
    return [*found, astuple(tally)]
