"""A sheet of paper read back: its words, on A4, the same bytes each time, and nothing typed is code."""

import hashlib
import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.reports.paper import Part, Sheet, pdf, sheet_of

A4 = (595, 842)
PART = Part("Incidents", ["Incident", "Line"], [["123/20-11", "Ask again"]], [0, 1])
SHEET = Sheet("cy", "Cofnod", "Powys, Dydd Gwener", [("Cadeirydd", "Arolygydd Ŵyn")], [PART], "Marc 12ab")
TYPED = (
    '#read("/etc/passwd")',
    "#panic()",
    "$x^2$ *bold* _slanted_ `raw` @ref <label>",
    '#include "sheet.typ"',
    "// not a comment",
    "= no heading",
    "\\u{41}",
    '"; #sys.inputs',
)


def read(content: bytes) -> tuple[PdfReader, str]:
    """A PDF and everything that is written in it, on one line."""
    found = PdfReader(BytesIO(content))
    return found, " ".join(" ".join(page.extract_text() for page in found.pages).split())


def test_every_word_of_a_sheet_stands_in_its_pdf() -> None:
    found, words = read(pdf(SHEET))
    for each in ("Cofnod", "Powys, Dydd Gwener", "Cadeirydd", "Arolygydd Ŵyn", "123/20-11", "Ask again"):
        assert each in words
    assert "Marc 12ab" in words
    assert "1 / 1" in words
    page = found.pages[0].mediabox
    assert (round(page.width), round(page.height)) == A4


def test_a_screen_reader_is_told_the_title_the_language_and_the_structure() -> None:
    found, _ = read(pdf(SHEET))
    root = found.trailer["/Root"]
    assert found.metadata is not None
    assert found.metadata.title == "Cofnod, Powys, Dydd Gwener"
    assert root["/Lang"] == "cy"
    assert root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_stands_there_as_it_was_typed(typed: str) -> None:
    part = Part(typed, [typed, typed], [[typed, typed]], [1, 1], note=typed)
    _, words = read(pdf(Sheet("en", typed, typed, [(typed, typed)], [part], typed)))
    assert words.count(" ".join(typed.split())) >= 8


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_stops_a_sheet_from_being_made(typed: str) -> None:
    found, _ = read(pdf(Sheet("en", "Title", typed, [(typed, typed)], [PART], typed)))
    assert len(found.pages) >= 1


def test_the_same_sheet_is_the_same_bytes_in_another_process_too() -> None:
    say = "import hashlib; from tests.reports.test_paper import SHEET, pdf; "
    say += "print(hashlib.sha256(pdf(SHEET)).hexdigest())"
    other = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(pdf(SHEET)).hexdigest()


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    rows = [[f"{n}/20-11", "A line of some words"] for n in range(150)]
    found, words = read(
        pdf(Sheet("en", "T", "S", [], [Part("Incidents", ["Ref", "What"], rows, [0, 1])], ""))
    )
    assert len(found.pages) > 2
    assert all("Ref What" in page.extract_text().replace("\n", " ") for page in found.pages)
    assert all(f"{n}/20-11" in words for n in range(150))


def test_a_part_without_rows_says_so_and_the_lines_of_a_template_become_parts() -> None:
    lines = [
        {"title": "T", "subtitle": "S", "foot": ""},
        {"fact": ["Held", "3 of 4"]},
        {
            "part": {
                "title": "Promised",
                "heads": [],
                "widths": [],
                "note": "",
                "empty": "Nothing.",
                "picture": "",
                "alt": "",
            }
        },
    ]
    sheet = sheet_of("en", lines)
    assert list(sheet.facts) == [["Held", "3 of 4"]]
    assert "Nothing." in read(pdf(sheet))[1]
