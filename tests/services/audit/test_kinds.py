"""What each job leaves untold when it does nothing, and what is lost afterwards, is found by its kind."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.domain.auditing import Kind
from bot.store.tables import ladder_steps, messages
from bot.store.work import Work
from tests.builders import FORCE, Station, report
from tests.services.audited import Fault, Watched

MONDAY = datetime(
    2026, 11, 23, 5, 50, tzinfo=UTC
)  # before the first tour begins, with a weekly digest at eight
NOON = MONDAY + timedelta(hours=6.5)
MEET = sum(unit.dmm is not None for unit in FORCE.units.values())


def morning(empty: Station, *faults: Fault, left_out: str = "", ago: float = 17.5) -> Counter[Kind]:
    """A Monday morning, begun on the Friday before; gives how much of each kind the auditor found."""
    watched = Watched(empty)
    watched.until(empty.at + timedelta(minutes=30))
    watched.sleep(MONDAY)
    seen = {"reported_at": MONDAY - timedelta(hours=ago)}
    watched.station.receive(report(**seen), report("124", category="rape", **seen))
    watched.faults, watched.left_out = faults, (left_out,)
    return Counter(miss.kind for miss in watched.until(NOON))


def test_a_morning_without_faults_finds_nothing(empty: Station) -> None:
    assert morning(empty) == {}


@pytest.mark.parametrize(
    ("job", "kind"),
    [("digests", Kind.DIGEST), ("weekly", Kind.WEEKLY), ("ladder", Kind.LADDER), ("stages", Kind.STAGE)],
)
def test_a_job_that_does_nothing_leaves_its_kind_untold(empty: Station, job: str, kind: Kind) -> None:
    found = morning(empty, left_out=job)
    assert found[kind] > 0
    assert found.keys() <= {kind, Kind.LADDER}  # a stage that nobody crossed has no steps either


def test_a_meeting_that_nobody_listed_has_neither_list_nor_end(empty: Station) -> None:
    assert morning(empty, left_out="meetings")[Kind.MEETING] == 2 * MEET


def lose(bulletin: str) -> Fault:
    """The messages of a kind are lost as soon as they are put."""

    def fault(work: Work) -> None:
        work.conn.execute(delete(messages).where(messages.c.bulletin == bulletin))

    return fault


def lose_steps(work: Work) -> None:
    """The steps of the ladder are lost as soon as they are made."""
    work.conn.execute(delete(ladder_steps))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (lose("digest"), Kind.DIGEST),
        (lose("weekly"), Kind.WEEKLY),
        (lose("dmm_list"), Kind.MEETING),
        (lose("told"), Kind.LADDER),
        (lose_steps, Kind.LADDER),
        (lose("list"), Kind.LIST),
    ],
)
def test_what_is_lost_after_it_was_told_is_found(empty: Station, fault: Fault, kind: Kind) -> None:
    found = morning(empty, fault)
    assert found[kind] > 0
    assert found.keys() <= {kind}


def test_a_weekend_in_which_nobody_was_at_work_is_no_miss(empty: Station) -> None:
    watched = Watched(empty)
    watched.until(empty.at + timedelta(minutes=30))
    watched.station.receive(report(ago=1))
    watched.sleep(MONDAY + timedelta(hours=3.2))  # in the middle of a meeting
    assert watched.until(NOON + timedelta(hours=4)) == []
