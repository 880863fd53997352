"""Exports of crime systems as no force would send them, to be read in both ways."""

from functools import lru_cache

from hypothesis import strategies as st

from bot.sources.mapping import CrimeMapping
from bot.sources.mapping_file import parse_mapping
from tests.sources.exports import written

MAPPING = """
name = "odd"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
[format]
type = "csv"
encoding = "{encoding}"
{reference}
[crime]
ref = {ref}
created_at = {{ column = "created", formats = {formats} }}
incident_day = {{ column = "day", formats = ["%d/%m/%Y"], required = {required} }}
reclassified_at = {{ column = "changed", formats = ["iso"] }}
cancelled_at = {{ column = "cancelled", formats = ["iso", "%d/%m/%Y %H:%M"] }}
classification = "named"
offence_class = {{ column = "named", map = {{ "8N" = "violence" }}, unmapped = "drop" }}
cancel_code = {{ column = "code", map = {{ "1" = "C1" }}, unmapped = "reject" }}
[[filters]]
column = "kind"
drop = ["test"]
"""
NAMED = '[reference]\ncolumn = "log"\n'
REFERENCES = {
    "": "{n}",
    NAMED: "{n}",
    NAMED + "strip_zeros = true": "{n:04d}",
    NAMED + r"pattern = '(?P<number>\d+)/(?P<day>\d\d)-(?P<month>\d\d)'": "{n}/20-11",
    NAMED + r"pattern = '(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)-(?P<number>\d+)'": "20261119-{n}",
}
REFS = (
    '"ref"',
    '{ column = "ref", required = true }',
    '{ column = "ref", default = "NC/0" }',
    '{ column = "ref", map = { "NC/1" = "NC/2" } }',
    '{ column = "ref", unmapped = "drop" }',
)
FORMATS = {
    ("iso",): "2026-11-20T10:00:{n:02d}.500+01:00",
    ("iso", "epoch"): "2026-11-20T10:00:{n:02d}Z",
    ("%d/%m/%Y %H:%M:%S",): "20/11/2026 10:00:{n:02d}",
}
CELLS = {
    "log": ["", " ", " 12 ", "3/04-02", "3/31-02", "20260229-7", "20261120-007", "a b", "x" * 50, "\x07"],
    "ref": ["", "07700 900123", "NC/1", " NC/1 ", "NONE", "0", "two  words", "z" * 121, "\ufffd", "bell\x07"],
    "created": [
        *(form.format(n=7) for form in FORMATS.values()),
        *(
            "",
            " ",
            "never",
            "2026-11-20",
            "2026-11-20T10:00:00",
            "2026-10-25T01:30:00",
            "2026-12-25T10:00:00Z",
        ),
        *("1989-12-31T23:30:00-01:00", "1990-01-01T00:30:00+01:00", "2099-12-31T23:30:00-01:00"),
        *("2026-11-20T10:00:00+23:59", "25/12/2026 10:00:00", "25/10/2026 01:30:00"),
    ],
    "day": ["", "19/11/2026", "31/02/2026", " 1/1/2026 ", "?"],
    "changed": ["", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00+01:00", "2026-10-25 01:30", "20/11/2026"],
    "cancelled": ["", "2026-11-20T10:00:00-05:00", "20/11/2026 10:00", "29/03/2026 01:30", "soon"],
    "named": ["", "12 Oak Close", "8N", "8n ", "other", "y" * 130],
    "code": ["", "1", "9"],
    "kind": ["live", "TEST", ""],
}
HEAD = list(CELLS)
ODD = st.sampled_from([(HEAD.index(name), cell) for name, cells in CELLS.items() for cell in cells])


@lru_cache
def _mapping(text: str) -> CrimeMapping:
    found = parse_mapping(text, "odd.toml")
    assert isinstance(found, CrimeMapping)
    return found


@st.composite
def records(draw: st.DrawFn) -> tuple[CrimeMapping, bytes]:
    """A crime system's mapping, and an export most of whose rows are in order."""
    reference, formats = draw(st.sampled_from(list(REFERENCES))), draw(st.sampled_from(list(FORMATS)))
    said = {"encoding": draw(st.sampled_from(["utf-8", "cp1252"])), "ref": draw(st.sampled_from(REFS))}
    required = draw(st.sampled_from(["true", "false"]))
    mapping = _mapping(MAPPING.format(reference=reference, formats=list(formats), required=required, **said))
    log, at = REFERENCES[reference], FORMATS[formats]
    rows = [
        [log.format(n=n), f"NC/{n}", at.format(n=n), "20/11/2026", "", "", "8N", "", "live"]
        for n in range(draw(st.integers(0, 59)))
    ]
    for row in rows[:: draw(st.sampled_from([4, 30, 60]))]:
        place, cell = draw(ODD)
        row[place] = cell
    return mapping, draw(written(mapping.format, [HEAD, *rows]))
