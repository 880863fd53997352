"""An export read in parts is the export read whole: the same rows, lines, reasons and counts."""

import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources.fetched import BadRow, Tally
from bot.sources.mapping import Mapping
from bot.sources.part import WHOLE, Part
from bot.sources.parts import parts
from bot.sources.reading import Reading
from tests.sources.builders import AT, HEAD, ROW, plain, record, table
from tests.sources.exports import mappings, tables, told

LINES = ["", "{", '{"ref": 1}', json.dumps(record(1)), json.dumps(record(2, at="?"))]
KEPT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, body: bytes) -> Path:
    path = folder / "export"
    path.write_bytes(body)
    return path


def cut(
    folder: Path, body: str | bytes, count: int, mapping: Mapping | None = None, size: int = 64
) -> list[Part]:
    found = body.encode() if isinstance(body, str) else body
    return parts(written(folder, found), (mapping or plain()).format, count, size)


@KEPT
@given(data=st.data(), mapping=mappings(), count=st.integers(1, 9), size=st.integers(1, 400))
def test_a_table_in_parts_is_the_table_read_whole(
    tmp_path: Path, data: st.DataObject, mapping: Mapping, count: int, size: int
) -> None:
    body = data.draw(tables(mapping))
    found = cut(tmp_path, body, count, mapping, size)
    assert len(found) <= count
    assert told(mapping, body, *found) == told(mapping, body)


@KEPT
@given(
    lines=st.lists(st.sampled_from(LINES)),
    end=st.sampled_from(["\n", "\r\n", "\n\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    count=st.integers(1, 9),
)
def test_json_lines_in_parts_are_the_lines_read_whole(
    tmp_path: Path, lines: list[str], end: str, encoding: str, count: int
) -> None:
    mapping = plain("jsonl", f'encoding = "{encoding}"')
    body = end.join(lines).encode(encoding)
    assert told(mapping, body, *cut(tmp_path, body, count, mapping)) == told(mapping, body)


def test_a_plain_table_is_cut_into_parts_of_about_the_same_size(tmp_path: Path) -> None:
    body = table(1_000)
    found = cut(tmp_path, body, 4)
    sizes = [(part.end or len(body)) - part.start for part in found]
    assert len(found) == 4
    assert max(sizes) - min(sizes) <= 2 * len(ROW)
    assert [part.header for part in found] == [(), *[tuple(HEAD.strip().split(","))] * 3]


def test_cells_of_several_lines_are_never_cut(tmp_path: Path) -> None:
    mapping = plain()
    row = '{n},2026-11-20T10:00:00Z,"theft\n""of""\n\na boat",powys\n'
    body = HEAD + "".join(row.format(n=n) for n in range(100))
    found = cut(tmp_path, body, 8)
    assert len(found) == 8
    assert all(part.lines_before % 4 == 1 for part in found[1:])
    assert told(mapping, body.encode(), *found) == told(mapping, body.encode())


@pytest.mark.parametrize(
    ("row", "layout"),
    [
        ('1,2026-11-20T10:00:00Z,6" nail,powys\n', ""),
        ('1,2026-11-20T10:00:00Z,"theft,powys\n', ""),
        ('1,2026-11-20T10:00:00Z,"a"b,"c\n', ""),
        ("1,2026-11-20T10:00:00Z,theft,powys\r", ""),
        ("1,2026-11-20T10:00:00Z,theft,powys\n", 'encoding = "utf-16"'),
    ],
)
def test_a_table_that_cannot_be_cut_for_certain_is_one_part(tmp_path: Path, row: str, layout: str) -> None:
    mapping = plain(format=layout)
    head = HEAD.replace("\n", "\r") if row.endswith("\r") else HEAD
    assert cut(tmp_path, (head + row * 50).encode(mapping.format.encoding), 4, mapping) == [WHOLE]


def test_a_cell_too_long_for_a_row_is_not_cut_around(tmp_path: Path) -> None:
    long = '1,"' + ("x" * 100 + "\n") * 2_000 + '"\n'
    assert cut(tmp_path, HEAD + long + table(1_000), 3, size=1 << 19) == [WHOLE]


def test_quotes_after_the_last_cut_need_not_be_in_order(tmp_path: Path) -> None:
    mapping = plain()
    body = (table(100) + '7,"never,theft,powys\n' + table(3)).encode()
    found = cut(tmp_path, body, 2)
    assert len(found) == 2
    assert told(mapping, body, *found) == told(mapping, body)


def test_a_header_that_does_not_fit_is_told_of_once(tmp_path: Path) -> None:
    mapping = plain()
    body = ("ref,at,what\n" + "1,2026-11-20T10:00:00Z,theft\n" * 100).encode()
    found = cut(tmp_path, body, 3)
    assert len(found) == 3
    assert told(mapping, body, *found) == told(mapping, body)


def counted(path: Path, part: Part) -> tuple[int, list[int]]:
    """Rows in, and the lines of those that are bad, of one part: what a process of several does."""
    tally = Tally()
    rows = list(Reading(plain(), path.name, AT, tally).rows(lambda: path.open("rb"), part))
    return tally.good, [row.line for row in rows if isinstance(row, BadRow)]


def test_processes_may_read_the_parts_at_the_same_time(tmp_path: Path) -> None:
    path = written(tmp_path, (table(500) + "1,never,theft,powys\n" + table(500)).encode())
    found = parts(path, plain().format, 2, size=1024)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        told_of = list(pool.map(partial(counted, path), found))
    assert len(told_of) == 2
    assert sum(good for good, _ in told_of) == 1_000
    assert [line for _, lines in told_of for line in lines] == [502, 503]
