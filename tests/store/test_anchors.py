"""Anchors: what the trail was, noted where whoever can write to the database cannot."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store import anchors, trail
from bot.store.engine import reading_engine
from bot.store.store import Store
from bot.store.verify import Wrong, verify
from tests.databases import patient_engine
from tests.store import trails
from tests.store.trails import AT, LENGTH, fill, unguard, write


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = reading_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anchors.jsonl"


def test_each_anchor_takes_up_where_the_last_one_ended(database_url: str, engine: Engine, path: Path) -> None:
    for n in range(3):
        write(database_url, lambda conn, n=n: fill(conn, n * LENGTH + 1))
        anchors.extend(engine, path, AT + timedelta(hours=n))
    assert [(a.id, a.rows) for a in anchors.read(path)] == [(18, 18), (36, 36), (54, 54)]
    verdict = verify(database_url, path)
    assert (verdict.whole, verdict.anchors) == (True, 3)


def test_an_hour_in_which_nothing_happened_leaves_no_anchor(
    database_url: str, engine: Engine, path: Path
) -> None:
    assert anchors.extend(engine, path, AT) is None
    write(database_url, fill)
    assert anchors.extend(engine, path, AT) is not None
    assert anchors.extend(engine, path, AT) is None
    assert len(anchors.read(path)) == 1


def test_an_anchor_line_says_when_and_up_to_which_row(database_url: str, engine: Engine, path: Path) -> None:
    write(database_url, fill)
    anchor = anchors.extend(engine, path, AT)
    assert anchor
    expected = {"at": "2026-11-20T04:10:00Z", "id": 18, "rows": 18, "sha256": anchor.digest.hex()}
    assert json.loads(path.read_text()) == expected


def test_only_the_stretch_that_was_tampered_with_is_named(
    database_url: str, engine: Engine, path: Path
) -> None:
    for n in range(3):
        write(database_url, lambda conn, n=n: fill(conn, n * LENGTH + 1))
        anchors.extend(engine, path, AT)
    write(database_url, unguard)
    write(database_url, trails.change_body)
    assert [d.wrong for d in verify(database_url, path).doubts] == [Wrong.CHANGED]
    write(database_url, trails.replace_one)
    doubts = verify(database_url, path).doubts
    assert [d.anchor and d.anchor.id for d in doubts] == [None, 18]


def test_a_line_torn_by_a_crash_is_written_again(database_url: str, engine: Engine, path: Path) -> None:
    write(database_url, fill)
    anchors.extend(engine, path, AT)
    with path.open("a") as file:
        file.write('{"at":"2026-11-2')
    assert len(anchors.read(path)) == 1
    write(database_url, lambda conn: fill(conn, LENGTH + 1))
    anchors.extend(engine, path, AT)
    assert (len(anchors.read(path)), verify(database_url, path).whole) == (2, True)


GOOD = '{"at":"2026-11-20T04:10:00Z","id":18,"rows":18,"sha256":"00"}'
BAD = ["not JSON", "{}", GOOD.replace('00"', 'xy"'), "[]", GOOD.replace("18", '"x"'), GOOD + "\n" + GOOD]


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_we_never_wrote_is_named(path: Path, line: str) -> None:
    path.write_text(line + "\n")
    with pytest.raises(anchors.AnchorsDamaged) as damaged:
        anchors.read(path)
    assert damaged.value.line == line.count("\n") + 1


def test_a_damaged_file_of_anchors_is_a_doubt(database_url: str, path: Path) -> None:
    path.write_text("not JSON\n")
    assert [(d.wrong, d.seq) for d in verify(database_url, path).doubts] == [(Wrong.ANCHORS_DAMAGED, 1)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_anchor_waits_for_a_writer_who_holds_a_lower_id(
    database_url: str, engine: Engine, path: Path
) -> None:
    writing = patient_engine(database_url)
    slow = writing.connect()
    trail.append(slow, trail.Entry("slow", "{}"))
    with writing.begin() as quick:
        trail.append(quick, trail.Entry("quick", "{}"))
    anchoring = threading.Thread(target=anchors.extend, args=(engine, path, AT))
    anchoring.start()
    anchoring.join(0.2)
    assert anchoring.is_alive()
    slow.commit()
    anchoring.join()
    slow.close()
    writing.dispose()
    assert [(a.id, a.rows) for a in anchors.read(path)] == [(2, 2)]
    assert verify(database_url, path).whole


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_who_begins_to_write_waits_for_an_anchor_that_waits(
    database_url: str, engine: Engine, path: Path
) -> None:
    writing = patient_engine(database_url)
    with writing.connect() as slow:
        trail.append(slow, trail.Entry("slow", "{}"))
        with pytest.raises(anchors.StillWriting):
            anchors.extend(engine, path, AT, patience=0)
        anchoring = threading.Thread(target=anchors.extend, args=(engine, path, AT))
        anchoring.start()
        for n in range(50):  # each would wait for the anchor, which waits for the slow one
            write(database_url, lambda conn, n=n: trail.append(conn, trail.Entry(f"quick:{n}", "{}")))
        assert anchoring.is_alive()
        slow.commit()
    anchoring.join()
    writing.dispose()
    assert verify(database_url, path).whole


def test_an_anchor_reads_only_what_was_written_since_the_last(
    database_url: str, engine: Engine, path: Path
) -> None:
    write(database_url, fill)
    anchors.extend(engine, path, AT)
    write(database_url, unguard)
    write(database_url, trails.replace_one)  # of the rows before the first anchor
    write(database_url, lambda conn: fill(conn, LENGTH + 1))
    second = anchors.extend(engine, path, AT)
    assert second
    assert second.rows == 36
    assert [d.anchor.rows for d in verify(database_url, path).doubts if d.anchor] == [18]


async def test_the_store_anchors_beside_its_writers(store: Store, path: Path) -> None:
    await store.write(lambda work: fill(work.conn), AT)
    anchor = await store.anchor(path, AT)
    assert anchor
    assert anchor.rows == 18
