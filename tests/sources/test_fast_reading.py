"""Reading by the block gives what reading row by row gives: the same rows, lines, reasons and counts."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.sources.csv_blocks import CsvBlocks
from bot.sources.csv_rows import csv_rows
from bot.sources.halves import Halves
from bot.sources.in_bulk import Bulk, column
from bot.sources.mapping import Mapping
from bot.sources.remembered import Remembered
from bot.sources.stamps import compile_stamps, shown
from tests.sources.builders import AT, HEAD, ROW, plain, read, reasons
from tests.sources.exports import mappings, tables, told, told_at_once, told_plainly


@given(data=st.data(), mapping=mappings())
def test_any_export_is_read_by_the_block_as_it_is_row_by_row(data: st.DataObject, mapping: Mapping) -> None:
    body = data.draw(tables(mapping))
    expected = told_plainly(mapping, body)
    if expected is not None:
        assert told(mapping, body) == expected
        assert told_at_once(mapping, body) == [*(row for row, _ in expected[:-1]), expected[-1]]


@given(data=st.data(), mapping=mappings(), size=st.integers(1, 300))
def test_rows_and_their_lines_do_not_depend_on_where_blocks_end(
    data: st.DataObject, mapping: Mapping, size: int
) -> None:
    body = data.draw(tables(mapping))
    table = CsvBlocks(io.BytesIO(body), mapping.format, size=size)
    header = table.header()
    rows = chain.from_iterable(zip(*block, strict=True) for block in table.blocks())
    expected = list(csv_rows(io.BytesIO(body), mapping.format))
    assert ([header] if header else []) + list(rows if header and isinstance(header[1], list) else []) == (
        expected if expected and isinstance(expected[0][1], list) else expected[:1]
    )


@given(junk=st.binary(max_size=300), size=st.integers(1, 60), encoding=st.sampled_from(["utf-8", "cp1252"]))
def test_bytes_that_are_no_text_are_cut_into_the_same_lines(junk: bytes, size: int, encoding: str) -> None:
    layout = plain(format=f'encoding = "{encoding}"').format
    body = HEAD.encode() + junk
    table = CsvBlocks(io.BytesIO(body), layout, size=size)
    assert table.header() == (1, HEAD.strip().split(","))
    rows = list(chain.from_iterable(zip(*block, strict=True) for block in table.blocks()))
    assert rows == list(csv_rows(io.BytesIO(body), layout))[1:]


STAMP_FORMS = ["%d/%m/%Y %H:%M:%S", "%d.%m.%y %H:%M", "%d %b %Y %H:%M:%S.%f", "%Y-%m-%d at %H:%M", "iso"]
ZONES = ["Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"]
CHANGES = ["2026-03-29", "2026-10-25", "2026-10-04", "2026-04-05", "2011-12-30", "1995-01-01", "2006-10-29"]


@given(
    form=st.sampled_from(STAMP_FORMS),
    zone=st.sampled_from(ZONES),
    near=st.sampled_from(CHANGES),
    minutes=st.lists(st.integers(-3000, 3000), min_size=1, max_size=30),
)
def test_a_stamp_by_its_halves_is_the_stamp_read_whole(
    form: str, zone: str, near: str, minutes: list[int]
) -> None:
    written = "%Y-%m-%dT%H:%M:%S" if form == "iso" else form
    texts = [(datetime.fromisoformat(near) + timedelta(minutes=m)).strftime(written) for m in minutes]
    whole = compile_stamps((form,), ZoneInfo(zone), "at")
    halves = Halves((form,), ZoneInfo(zone), whole)
    found = halves.instants(texts)
    assert found.at == [whole(text).at for text in texts]
    assert halves.days(texts, found) == [whole(text).day for text in texts]
    surely = [whole(text) for place, text in enumerate(texts) if place not in found.whole]
    assert {stamp.reading for stamp in surely} <= {TimeReading.LOCAL}
    assert [shown(text) for place, text in enumerate(texts) if place not in found.whole] == [
        text for place, text in enumerate(texts) if place not in found.whole
    ]


def test_only_the_hours_of_a_clock_change_are_read_whole() -> None:
    texts = [f"25/10/2026 {hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 59)]
    asked: list[str] = []
    whole = compile_stamps(("%d/%m/%Y %H:%M",), ZoneInfo("Europe/London"), "at")
    Halves(("%d/%m/%Y %H:%M",), ZoneInfo("Europe/London"), lambda t: asked.append(t) or whole(t)).instants(
        texts
    )
    assert asked == ["25/10/2026 01:00", "25/10/2026 01:59"]


KEY = IncidentKey("dyfed-powys", date(2026, 11, 20), "1")
REPORT = IncidentReport(KEY, AT, "theft", "theft", "powys", crime_refs=("NC/1/26",))


def test_objects_made_in_bulk_are_as_if_their_class_had_made_them() -> None:
    values = {name: [getattr(REPORT, name)] * 2 for name in IncidentReport.__slots__}
    bulk = Bulk(IncidentReport, 2, values)
    assert column(bulk, "key.number") == column([REPORT, REPORT], "key.number") == ["1", "1"]
    first, second = bulk
    assert first == second == REPORT
    assert hash(first) == hash(REPORT)
    assert replace(first, unit="cih") == replace(REPORT, unit="cih")
    with pytest.raises(AttributeError):
        first.unit = "cih"  # type: ignore[misc]  # frozen: that is what is tested


def test_objects_are_not_made_in_bulk_without_one_of_their_fields() -> None:
    with pytest.raises(TypeError, match="number"):
        Bulk(IncidentKey, 1, {"force": ["x"], "day": [date(2026, 1, 1)]})


def test_what_is_remembered_stays_within_its_bounds_and_right() -> None:
    known = Remembered(lambda n: n * 2 if n % 3 else None, most=10)
    for n in [*range(100), *range(100)]:
        assert known[n] == (n * 2 if n % 3 else None)
        assert len(known) <= 10


def test_one_bad_row_among_thousands_leaves_the_others_in_their_order() -> None:
    lines = [ROW.format(n=n) for n in range(5_000)]
    lines[1_234] = "1234,never,theft,powys\n"
    lines[4_000] = "4000,2026-11-20T10:00:00Z,theft\n"
    good, bad, _ = read(plain(), HEAD + "".join(lines))
    assert [int(report.key.number) for report in good] == [n for n in range(5_000) if n not in (1_234, 4_000)]
    assert reasons(bad) == [(1_236, "at", "time_unreadable"), (4_002, "", "row_ragged")]


def test_a_report_in_the_future_is_told_so_among_many_others() -> None:
    lines = [f"{n},20/11/2026 10:00:{n % 60:02d},theft,powys\n" for n in range(500)]
    lines[77] = "77,25/12/2026 10:00:00,theft,powys\n"
    good, _, _ = read(plain(), HEAD + "".join(lines))
    late = [report for report in good if report.reading is TimeReading.FUTURE]
    assert [(r.key, r.reported_at, r.raw_reported_at) for r in late] == [
        (IncidentKey("dyfed-powys", date(2026, 12, 25), "77"), AT, "25/12/2026 10:00:00")
    ]
    assert good[78].reported_at == datetime(2026, 11, 20, 10, 0, 18, tzinfo=UTC)


def test_a_ragged_row_of_several_lines_gives_back_the_rows_that_it_swallowed() -> None:
    good_rows = "".join(ROW.format(n=n) for n in range(20))
    body = (
        HEAD
        + good_rows
        + '99,2026-11-20T10:00:00Z,"theft\n'
        + ROW.format(n=20)
        + '",powys,more\n'
        + good_rows
    )
    good, bad, _ = read(plain(), body)
    assert (len(good), good[20].key.number) == (41, "20")
    assert reasons(bad) == [(22, "", "row_ragged"), (24, "", "row_unreadable")]


@pytest.mark.parametrize("before", [1, 127, 128, 129, 256])
def test_a_cell_of_several_lines_may_lie_over_the_end_of_a_block(before: int) -> None:
    body = (
        HEAD
        + ROW.format(n=1) * before
        + '2,2026-11-20T10:00:00Z,"theft\n\nof\nboat",powys\n3,never,theft,powys\n'
    )
    table = CsvBlocks(io.BytesIO(body.encode()), plain().format, size=64)
    table.header()
    rows = list(chain.from_iterable(zip(*block, strict=True) for block in table.blocks()))
    assert [(line, row) for line, row in rows if row[0] != "1"] == [
        (before + 2, ["2", "2026-11-20T10:00:00Z", "theft\n\nof\nboat", "powys"]),
        (before + 6, ["3", "never", "theft", "powys"]),
    ]
