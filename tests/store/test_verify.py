"""Whatever is done to the trail, `verify` finds it and names the row."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text, update

from bot.migrations import upgrade
from bot.store import anchors, trail
from bot.store.engine import reading_engine
from bot.store.tables import trail as rows
from bot.store.verify import Verdict, Wrong, verify
from tests.conftest import KINDS
from tests.databases import patient_engine
from tests.store import trails
from tests.store.trails import AT, LENGTH, fill, unguard, write

TAMPERINGS = [
    (trails.change_body, Wrong.CHANGED, 4),
    (trails.change_with_leaf, Wrong.BROKEN_LINK, 4),
    (trails.move_into_salt, Wrong.CHANGED, 4),
    (trails.remove, Wrong.REMOVED, 4),
    (trails.remove_first, Wrong.REMOVED, 1),
    (trails.cut_off, Wrong.CUT_OFF, LENGTH - 1),
    (trails.insert_behind, Wrong.INSERTED, LENGTH + 1),
    (trails.replace_one, Wrong.BROKEN_LINK, 5),
    (trails.replace_last, Wrong.HEAD_DIFFERS, LENGTH),
    (trails.turn_head_back, Wrong.INSERTED, 5),
    (trails.drop_head, Wrong.HEADLESS, 1),
    (trails.drop_facts, Wrong.CUT_OFF, 1),
    (trails.write_untidily, Wrong.NOT_CANONICAL, LENGTH + 1),
]
ANCHORED_ONLY = [trails.forget_all, trails.cut_with_heads, trails.write_anew]


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with a trail of 18 facts, for tests that take back what they do to it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'cofnod.db'}"
    else:
        url = request.getfixturevalue("postgresql").create()
    upgrade(url)
    write(url, fill)
    yield url
    if request.param == "postgresql":
        request.getfixturevalue("postgresql").drop(url)


@pytest.fixture(scope="module")
def anchor(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the filled database was, before anybody did anything to it."""
    path = tmp_path_factory.mktemp("anchors") / "anchors.jsonl"
    engine = reading_engine(filled)
    anchors.extend(engine, path, AT)
    engine.dispose()
    return path


@pytest.fixture
def unguarded(filled: str) -> Iterator[Connection]:
    """A connection on which the guards are off; whatever is done on it is taken back."""
    engine = patient_engine(filled)
    with engine.connect() as conn:
        unguard(conn)
        yield conn
        conn.rollback()
    engine.dispose()


def found(conn: Connection) -> list[tuple[Wrong, str, int]]:
    """What `verify` says."""
    return [(d.wrong, d.stream, d.seq) for d in verify(conn).doubts]


@pytest.mark.parametrize(("tampering", "wrong", "seq"), TAMPERINGS)
def test_each_tampering_is_found_and_its_row_named(
    unguarded: Connection, tampering: Callable[[Connection], None], wrong: Wrong, seq: int
) -> None:
    tampering(unguarded)
    assert found(unguarded) == [(wrong, "second", seq)]


def test_a_trail_that_nobody_touched_is_whole(filled: str, anchor: Path) -> None:
    assert verify(filled, anchor) == Verdict(rows=18, streams=3, anchors=1, doubts=())


def test_an_empty_trail_is_whole_too(database_url: str) -> None:
    assert verify(database_url).whole


def test_a_fact_hidden_below_the_first_id_is_found(unguarded: Connection) -> None:
    trails.hide_below(unguarded)
    assert found(unguarded) == [(Wrong.BROKEN_LINK, "hidden", 1)]


def test_an_erased_body_is_a_doubt_where_no_log_tells_of_it(unguarded: Connection) -> None:
    unguarded.execute(update(rows).where(rows.c.seq == 4).values(body=None))
    assert found(unguarded) == [(Wrong.ERASED_UNTOLD, stream, 4) for stream in trails.STREAMS]


def test_erased_bodies_that_the_log_proves_leave_the_trail_whole(unguarded: Connection) -> None:
    heads = [trail.head_hash(unguarded, stream).hex() for stream in trails.STREAMS]
    log = trail.canonical({"kind": "copies_forgotten", "values": {"heads": heads[:2]}})
    trail.append(unguarded, trail.Entry("one:forgotten", log))
    unguarded.execute(update(rows).where(rows.c.stream != "one:forgotten").values(body=None))
    assert (found(unguarded), verify(unguarded).erased) == ([(Wrong.ERASED_UNTOLD, "third", 6)], 18)


@pytest.mark.parametrize("tampering", ANCHORED_ONLY)
def test_what_the_chain_alone_cannot_see_the_anchors_show(
    unguarded: Connection, anchor: Path, tampering: Callable[[Connection], None]
) -> None:
    tampering(unguarded)
    assert verify(unguarded).whole
    doubts = verify(unguarded, anchor).doubts
    assert [(d.wrong, d.anchor and d.anchor.id) for d in doubts] == [(Wrong.ANCHOR_DIFFERS, 18)]


def test_two_streams_with_doubts_are_both_named_once(unguarded: Connection) -> None:
    unguarded.execute(update(rows).where(rows.c.seq > 2).values(body="{}"))
    assert set(found(unguarded)) == {(Wrong.CHANGED, stream, 3) for stream in trails.STREAMS}


def _duplicate(conn: Connection) -> None:
    conn.execute(text("CREATE TABLE copy AS SELECT * FROM trail"))
    conn.execute(text("DROP TABLE trail"))
    conn.execute(text("ALTER TABLE copy RENAME TO trail"))
    conn.execute(
        text(
            "INSERT INTO trail (id, stream, seq, salt, body, leaf, hash)"
            " SELECT id + 100, stream, seq, salt, body, leaf, hash FROM trail"
            " WHERE stream = 'second' AND seq = 4"
        )
    )


def test_the_same_row_twice_is_found_where_the_constraint_is_gone(unguarded: Connection) -> None:
    _duplicate(unguarded)
    assert found(unguarded) == [(Wrong.DUPLICATE, "second", 4)]


def test_three_hundred_doubts_are_counted_and_a_hundred_named(unguarded: Connection) -> None:
    trail.begin_many(unguarded, [trail.Entry(f"s{n}", "{}") for n in range(300)])
    unguarded.execute(update(rows).where(rows.c.stream.like("s%")).values(body="[]"))
    verdict = verify(unguarded)
    assert (len(verdict.doubts), verdict.more) == (100, 201)


def test_progress_is_told_up_to_the_last_row(filled: str) -> None:
    told: list[int] = []
    verify(filled, progress=told.append)
    assert told == [18]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_whose_pages_are_damaged_is_a_doubt(database_url: str) -> None:
    write(database_url, lambda conn: [fill(conn, n) for n in range(1, 200, LENGTH)])
    path = Path(database_url.removeprefix("sqlite:///"))
    whole = bytearray(path.read_bytes())
    page = whole.index(b'"n":90}') // 4096 * 4096
    path.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
    assert [d.wrong for d in verify(database_url).doubts] == [Wrong.UNREADABLE]


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)  # PostgreSQL keeps no value of another type
@pytest.mark.parametrize(
    "change", ["stream = CAST(stream AS BLOB)", "seq = '4x'", "body = CAST(body AS BLOB)"]
)
def test_a_row_that_a_type_hides_from_every_query_is_found(unguarded: Connection, change: str) -> None:
    unguarded.execute(text(f"UPDATE trail SET {change} WHERE stream = 'second' AND seq = 4"))
    assert found(unguarded) == [(Wrong.CHANGED, "second", 4)]
