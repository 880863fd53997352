"""JSON and JSON Lines: bounded, strict, and a bad record never takes its neighbours along."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.json_rows import JsonDocument, line_rows, scan
from bot.sources.json_window import Broken
from tests.sources.builders import plain, read, reasons, record

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), max_size=6)
BAD_RECORDS = [
    ('{"ref": "1", "ref": "2"}', "duplicate_key"),
    ('{"ref": NaN}', "not_a_number"),
    ('{"ref": -Infinity}', "not_a_number"),
    ('{"ref": 1e999}', "number_too_large"),
    ('{"ref": ' + "9" * 5000 + "}", "number_too_large"),
    ('{"ref": ' + "[" * 20 + "]" * 20 + "}", "nesting"),
    ('{"ref": ' + "[" * 5000 + "]" * 5000 + "}", "nesting"),
    ('{"ref": "1" "at": 2}', "json_unreadable"),
    ('{"ref": tru}', "json_unreadable"),
    ('["ref"]', "row_not_object"),
    ("7", "row_not_object"),
]


def cut(text: str, path: str = "") -> list[tuple[int, Any]]:
    layout = Format.model_validate({"type": "json", "records": path})
    return list(JsonDocument(io.BytesIO(text.encode("utf-8", "surrogatepass")), layout))


def broken(text: str, path: str = "") -> str:
    with pytest.raises(Broken) as caught:
        cut(text, path)
    return caught.value.reason


@given(records=RECORDS, indent=st.sampled_from([None, 1]), around=VALUES)
def test_every_record_that_was_written_is_read_back(
    records: list[dict[str, Any]], indent: int | None, around: Any
) -> None:
    text = json.dumps({"a": around, "data": {"b": around, "calls": records}, "z": around}, indent=indent)
    assert [row for _, row in cut(text, "data.calls")] == records


@given(text=st.text(max_size=60))
def test_any_text_is_records_or_broken_and_nothing_else(text: str) -> None:
    try:
        found = cut(text)
    except Broken:
        found = []
    assert all(isinstance(row, (dict, Spoiled)) for _, row in found)


@given(text=st.text(max_size=30, alphabet='{}[]",:\\ a1'))
def test_the_text_of_one_line_is_never_more_than_one_row(text: str) -> None:
    rows = list(line_rows(io.BytesIO(text.encode()), Format(type="jsonl")))
    assert len(rows) == bool(text.strip())


@pytest.mark.parametrize(("text", "reason"), BAD_RECORDS, ids=lambda v: v[:12])
def test_a_bad_record_waits_alone(text: str, reason: str) -> None:
    good = json.dumps(record(1))
    for body, kind in ((f"[{good}, {text}, {good}]", "json"), (f"{good}\n{text}\n{good}\n", "jsonl")):
        taken, bad, _ = read(plain(kind), body)
        assert (len(taken), reasons(bad)) == (2, [(2, "", reason)])


def test_one_bad_record_in_ten_thousand_waits_alone() -> None:
    records: list[object] = [record(n) for n in range(10_000)]
    records[5_000] = record(5_000, at="never")
    good, bad, _ = read(plain("json"), json.dumps(records))
    assert (len(good), reasons(bad)) == (9_999, [(5_001, "at", "time_unreadable")])


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("", "", "json_broken"),
        ("<html>", "", "json_broken"),
        ("[{}", "", "json_broken"),
        ("[{}] x", "", "json_broken"),
        ('[{"a": "b}]', "", "json_broken"),
        ("{}", "", "records_missing"),
        ("{}", "calls", "records_missing"),
        ("[]", "calls", "records_missing"),
        ('{"calls": null}', "calls", "records_missing"),
        ('{"calls": [], "calls": []}', "calls", "duplicate_key"),
    ],
)
def test_a_document_that_cannot_be_trusted_is_broken(text: str, path: str, reason: str) -> None:
    assert broken(text, path) == reason


def test_records_before_a_break_are_still_taken() -> None:
    body = json.dumps([record(n) for n in range(3)])[:-20]
    good, bad, _ = read(plain("json"), body)
    assert (len(good), reasons(bad)) == (2, [(0, "", "json_broken")])


def test_a_record_beyond_all_measure_ends_the_document() -> None:
    assert broken('[{"a": "' + "x" * 9_000_000 + '"}]') == "row_too_long"


def test_long_records_across_the_window_are_read() -> None:
    records = [{"n": n, "text": "tŷ " * 40_000} for n in range(4)]
    assert [row for _, row in cut(json.dumps(records))] == records


def test_columns_reach_into_objects_and_lists() -> None:
    more = '[[markers]]\ncolumn = "tags.all"\n'
    mapping = plain("json", more=more)
    good, bad, _ = read(mapping, json.dumps([record(1, tags={"all": ["da", "child"]}), record(2, tags=None)]))
    assert ([report.markers for report in good], bad) == ([("child", "da"), ()], [])


def test_an_object_where_text_belongs_is_unreadable() -> None:
    _, bad, _ = read(plain("json"), json.dumps([record(1, unit={"name": "powys"})]))
    assert reasons(bad) == [(1, "unit", "value_unreadable")]


def test_a_lone_surrogate_never_reaches_the_database() -> None:
    _, bad, _ = read(
        plain("json"), '[{"ref": "1", "at": "2026-11-20T10:00:00Z", "what": "\\ud800", "unit": "powys"}]'
    )
    assert reasons(bad) == [(1, "what", "encoding")]


def test_what_stands_around_the_records_is_kept() -> None:
    envelope, count = scan(
        b'{"meta": {"next": "abc"}, "calls": [{}, {}]}', Format(type="json", records="calls")
    )
    assert (envelope["meta"], count) == ({"next": "abc"}, 2)
