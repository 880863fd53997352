"""CSV and TSV as they really come: a spoiled row never takes its neighbours along (fault F24)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.csv_rows import CarefulRows, csv_reader, csv_rows
from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.lines import Lines
from tests.sources.builders import HEAD, ROW, plain, read, reasons, table

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


def cut(body: bytes, **layout: object) -> list[tuple[int, list[str] | Spoiled]]:
    return list(csv_rows(io.BytesIO(body), Format.model_validate({"type": "csv", **layout})))


@given(
    rows=TABLES,
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_row_that_was_written_is_read_back(rows: list[list[str]], end: str, encoding: str) -> None:
    rows = [["a", *row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(rows)
    found = [row for _, row in cut(out.getvalue().encode(encoding), encoding=encoding)]
    assert found == [[cell.replace("\n", "\n") for cell in row] for row in rows]


@given(junk=st.binary(max_size=400))
def test_no_bytes_at_all_stop_the_rows_after_them(junk: bytes) -> None:
    body = HEAD.encode() + junk.replace(b'"', b"") + b"\n" + ROW.format(n=9).encode()
    good, bad, tally = read(plain(), body)
    assert good[-1].key.number == "9"
    assert tally.seen == len(good) + len(bad)


def test_one_bad_row_in_ten_thousand_waits_alone() -> None:
    lines = table(10_000).splitlines(keepends=True)
    lines[5_000] = "5000,never,theft,powys\n"
    good, bad, _ = read(plain(), "".join(lines))
    assert (len(good), reasons(bad)) == (9_999, [(5_001, "at", "time_unreadable")])


@pytest.mark.parametrize("line", ['7,"2026-11-20T10:00:00Z,theft,powys', '"7,never', 'x,y"z,"'])
def test_a_stray_quote_does_not_swallow_the_rows_below(line: str) -> None:
    body = HEAD + ROW.format(n=1) + line + "\n" + "".join(ROW.format(n=n) for n in range(2, 500))
    good, bad, _ = read(plain(), body)
    assert len(good) == 499
    assert [row.line for row in bad] == [3]


def test_a_quoted_newline_belongs_to_its_cell_and_lines_still_count() -> None:
    body = HEAD + '1,2026-11-20T10:00:00Z,"theft\nof a ""boat""\n",powys\n2,never,theft,powys\n'
    good, bad, _ = read(plain(), body)
    assert good[0].category == 'theft of a "boat"'
    assert reasons(bad) == [(5, "at", "time_unreadable")]


def test_a_lone_carriage_return_inside_a_row_is_a_space() -> None:
    body = (HEAD + "1,2026-11-20T10:00:00Z,theft\rof boat,powys\n").replace("\n", "\r\n") + ROW.format(n=2)
    good, bad, _ = read(plain(), body)
    assert [report.category for report in good] == ["theft of boat", "theft"]
    assert bad == []


def test_a_file_of_carriage_returns_alone_is_read() -> None:
    good, bad, _ = read(plain(), table(3).replace("\n", "\r"))
    assert (len(good), bad) == (3, [])


@pytest.mark.parametrize("row", ["1,2,3", "1,2,3,4,5", "1"])
def test_a_row_of_another_width_is_ragged(row: str) -> None:
    good, bad, _ = read(plain(), table(2) + row + "\n" + ROW.format(n=3))
    assert (len(good), reasons(bad)) == (3, [(4, "", "row_ragged")])


def test_blank_lines_are_no_rows_and_still_count_as_lines() -> None:
    good, bad, tally = read(plain(), "\n" + HEAD + "\n\n" + ROW.format(n=1) + "x\n")
    assert (len(good), tally.seen, reasons(bad)) == (1, 2, [(6, "", "row_ragged")])


def test_a_line_without_end_is_skipped_and_not_loaded() -> None:
    good, bad, _ = read(plain(), table(1) + "x" * 3_000_000 + "\n" + ROW.format(n=2))
    assert (len(good), reasons(bad)) == (2, [(3, "", "row_too_long")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-1"])
def test_welsh_and_pounds_survive_each_encoding(encoding: str) -> None:
    what = "Dwyn £5 – tŷ" if encoding.startswith("utf") else "Dwyn £5 â"
    body = (HEAD + f"1,2026-11-20T10:00:00Z,{what},powys\n").encode(encoding)
    good, _, _ = read(plain(format=f'encoding = "{encoding}"'), body)
    assert good[0].category == what


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    good, bad, _ = read(plain(), table(1).encode("utf-8-sig"))
    assert (len(good), bad) == (1, [])


def test_bytes_of_another_encoding_spoil_one_row_only() -> None:
    body = (
        table(1).encode()
        + "2,2026-11-20T10:00:00Z,tŷ,powys\n".encode("utf-16-le")[:9]
        + b"\n"
        + ROW.format(n=3).encode()
    )
    latin = HEAD.encode() + b"1,2026-11-20T10:00:00Z,caf\xe9,powys\n" + ROW.format(n=2).encode()
    assert len(read(plain(), body)[0]) == 2
    good, bad, _ = read(plain(), latin)
    assert (len(good), reasons(bad)) == (1, [(2, "what", "encoding")])


def test_utf_16_without_its_mark_is_a_bad_file_and_no_crash() -> None:
    _, bad, _ = read(plain(format='encoding = "utf-16"'), table(2).encode("utf-16-le"))
    assert reasons(bad) == [(0, "", "encoding")]


def test_tabs_separate_and_quotes_may_mean_nothing() -> None:
    body = 'ref\tat\twhat\tunit\n1\t2026-11-20T10:00:00Z\t"theft\tpowys\n'
    good, _, _ = read(plain("tsv", 'quote = ""'), body)
    assert good[0].category == '"theft'


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("ref,at,what\n", (1, "unit", "column_missing")),
        ("ref,at,what,unit,unit\n", (1, "unit", "column_repeated")),
        ('ref,"at\n', (1, "", "header_unreadable")),
    ],
)
def test_a_header_that_does_not_fit_stops_the_file_and_says_so(head: str, told: tuple[int, str, str]) -> None:
    good, bad, _ = read(plain(), head + ROW.format(n=1))
    assert (good, reasons(bad)) == ([], [told])


def test_a_column_that_is_not_mapped_may_be_missing_or_moved() -> None:
    good, bad, _ = read(plain(), "unit,extra,what, at ,ref\npowys,?,theft,2026-11-20T10:00:00Z,1\n")
    assert (good[0].unit, good[0].key.number, bad) == ("powys", "1", [])


def test_an_empty_file_holds_no_rows_and_no_fault() -> None:
    assert read(plain(), b"") == ([], [], read(plain(), HEAD)[2])


class Counted:
    """Lines of a text, and how many were asked for."""

    def __init__(self, text: str) -> None:
        self.lines, self.given = Lines(io.StringIO(text)), 0

    def __iter__(self) -> "Counted":
        return self

    def __next__(self) -> str:
        self.given += 1
        return next(self.lines)


@pytest.mark.parametrize("row", ['"', 'a,"b\n', '"a\nb",c"d\n', '"\n",'])
def test_a_file_full_of_stray_quotes_is_read_in_a_time_as_long_as_it_is(row: str) -> None:
    lines = Counted("a,b\n" + row * 4000)
    reader = CarefulRows(lines.lines, Format(type="csv"))
    reader._rows = csv_reader(lines, Format(type="csv"))  # counts what Python itself asks for
    while reader.next() is not None:
        pass
    assert lines.given <= 8 * 8000


def test_rows_between_a_few_stray_quotes_are_all_taken() -> None:
    stray = 'x,"2026-11-20T10:00:00Z,theft,powys\n'
    body = HEAD + "".join(ROW.format(n=n) + (stray if n % 150 == 0 else "") for n in range(1, 500))
    good, bad, _ = read(plain(), body)
    assert (len(good), len(bad)) == (499, 3)
