"""Files in which there is nothing to guess, each with a sentence of its own."""

from pathlib import Path

import pytest

from bot.sources.guessing import NotAnExport
from bot.sources.guessing.wording import refusal
from tests.sources.guessing.exports import STORM_HEAD, guessed, storm, table

HEADLESS = table(storm()[0], storm()[1:])
REFUSED = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n \n", "is empty"),
    "paper.csv": (b"%PDF-1.7 ...", "is a PDF"),
    "book.xlsx": (b"PK\x03\x04 ...", "is a spreadsheet"),
    "old.xls": (b"\xd0\xcf\x11\xe0 ...", "is a spreadsheet"),
    "packed.csv.gz": (b"\x1f\x8b\x08 ...", "is packed"),
    "page.csv": (b"<!DOCTYPE html><p>Sign in", "is a web page"),
    "bytes.csv": (bytes(range(256)) * 9, "is not text"),
    "header.csv": (b"Incident Ref,Time Received,Category,BCU\n", "holds a header and no rows"),
    "headless.csv": (HEADLESS.encode(), "has no header"),
    "titled.csv": (b"Incidents,,,\n" + table(STORM_HEAD[:4], [r[:4] for r in storm()]).encode(), "a title"),
    "named.csv": (b"Incident report\n\n" + table(STORM_HEAD, storm()).encode(), "a title"),
    "excel.csv": (b"sep=;\n" + table(STORM_HEAD, storm(), ";").encode(), "a line sep="),
    "words.txt": (b"a line of words\nanother line\n", "is no table"),
    "object.json": (b'{"a": {"b": 1}}', "holds no list"),
    "cut.json": (b'{"calls": [', "holds no list"),
    "broken.json": (b'{"calls" 1', "cannot be read on"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_export_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    body, words = REFUSED[name]
    (tmp_path / name).write_bytes(body)
    with pytest.raises(NotAnExport) as problem:
        guessed(tmp_path / name)
    assert refusal(problem.value.code, name).startswith(name)
    assert words in refusal(problem.value.code, name)


def test_a_missing_header_tells_nothing_of_the_row_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "headless.csv").write_text("1,20/11/2026 10:00,Dilwyn Dychmyg\n" * 3, encoding="utf-8")
    with pytest.raises(NotAnExport) as problem:
        guessed(tmp_path / "headless.csv")
    assert "Dychmyg" not in refusal(problem.value.code, "headless.csv")
