"""What was erased or let go behind everybody's back: `verify` finds it, and it is not forgotten."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, update

from bot.services.keeping import retention
from bot.services.keeping.retention import Forgotten
from bot.store import trail
from bot.store.tables import holds, incidents
from bot.store.tables import trail as rows
from bot.store.verify import Wrong, verify
from bot.store.work import Work
from tests.builders import AT, FORCE, Station, key_of
from tests.services.forgetting import forget, lived, over, whole, words_of
from tests.services.keeping.test_holds import hold, release
from tests.store.trails import guard, unguard

KEY = str(key_of())


def doubts(station: Station) -> list[tuple[Wrong, str, int]]:
    """What `verify` finds."""
    return station.store.read_now(lambda w: [(d.wrong, d.stream, d.seq) for d in verify(w.conn).doubts], AT)


def behind(station: Station, change: Callable[[Work], Any]) -> None:
    """Do something as the owner of the tables can while the guards are away."""

    def doing(work: Work) -> None:
        unguard(work.conn)
        change(work)
        guard(work.conn)

    station.do(doing)


def erase(work: Work) -> None:
    """Erase the words of one incident."""
    work.conn.execute(update(rows).where(rows.c.stream == KEY).values(body=None))


def drop_holds(work: Work) -> None:
    """Delete every hold."""
    work.conn.execute(delete(holds))


def test_words_erased_while_the_incident_is_here_are_a_doubt(empty: Station) -> None:
    entries = len(lived(empty).facts())
    behind(empty, erase)
    assert doubts(empty) == [(Wrong.ERASED_LIVING, KEY, entries)]


def test_one_erased_entry_of_a_living_incident_is_enough(empty: Station) -> None:
    lived(empty)
    first = (rows.c.stream == KEY, rows.c.seq == 1)
    behind(empty, lambda work: work.conn.execute(update(rows).where(*first).values(body=None)))
    assert doubts(empty) == [(Wrong.ERASED_LIVING, KEY, 1)]


def test_words_erased_with_their_incident_by_hand_are_a_doubt(station: Station) -> None:
    hold(station)
    behind(station, drop_holds)
    station.do(retention.forgetting.forget, station.see(old))
    assert doubts(station) == [(Wrong.ERASED_UNTOLD, KEY, len(words_of(station, "123")))]


def old(work: Work) -> list[retention.Old]:
    """Every incident, as what looks for old ones gives them."""
    asked = work.conn.execute(incidents.select())
    return [retention.Old(row.id, row.key, row.first_seen_at) for row in asked]


def test_what_the_forgetting_erased_is_proved_by_its_log(empty: Station) -> None:
    for number in ("123", "124"):
        lived(empty, number)
    heads = sorted(
        empty.see(lambda work, key: trail.head_hash(work.conn, key).hex(), str(key_of(n)))
        for n in ("123", "124")
    )
    forget(over(empty))
    [log] = empty.see(lambda w: [row.body["values"] for row in trail.rows(w.conn, f"{FORCE.id}:forgotten")])
    days = {"incidents": FORCE.retention_days["incidents"], "released": FORCE.retention_days["released"]}
    assert (log["heads"], log["days"]) == (heads, days)
    assert whole(empty.store)[0]


def test_a_hold_taken_away_is_a_doubt_and_its_incident_is_not_forgotten(empty: Station) -> None:
    lived(empty)
    hold(empty)
    behind(empty, drop_holds)
    then = over(empty)
    assert doubts(empty) == [(Wrong.HOLD_GONE, KEY, len(empty.facts()))]
    assert ([one.key for one in then.see(retention.due).held], then.see(retention.due).ripe) == ([KEY], ())
    assert (forget(then), all(words_of(empty, "123"))) == (Forgotten(), True)


def test_a_hold_that_is_put_back_is_no_doubt_and_can_be_let_go(empty: Station) -> None:
    lived(empty)
    hold(empty)
    behind(empty, drop_holds)
    hold(empty)
    assert doubts(empty) == []
    release(empty)
    assert (doubts(empty), forget(over(empty)).incidents) == ([], 1)


def test_of_two_holds_the_one_that_went_is_the_doubt(empty: Station) -> None:
    lived(empty)
    for code in ("CPIA", "LIT"):
        hold(empty, code)
    behind(empty, lambda work: work.conn.execute(delete(holds).where(holds.c.code == "CPIA")))
    assert doubts(empty) == [(Wrong.HOLD_GONE, KEY, len(empty.facts()) - 1)]


def test_a_hold_let_go_without_the_trail_is_a_doubt(empty: Station) -> None:
    lived(empty)
    hold(empty)
    empty.do(retention.holds.release, empty.see(lambda work: retention.holds.every(work)[0][1]), "9001")
    assert [wrong for wrong, _, _ in doubts(empty)] == [Wrong.HOLD_GONE]
    assert forget(over(empty)) == Forgotten()
