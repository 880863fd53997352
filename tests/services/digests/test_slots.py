"""Each subscriber has one digest for each local date on which a tour begins, whatever the clocks do."""

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.people import Person, Roster
from bot.hours import parse_tours
from bot.migrations import upgrade
from bot.services.digests import daily
from bot.store import slots as slot_rows
from bot.store.store import Store
from bot.store.tables import messages, slots
from bot.store.work import Work
from tests.builders import FORCE

LONDON = ZoneInfo(FORCE.zone)
WEEKS = (date(2026, 3, 25), date(2026, 10, 21), date(2026, 11, 16))  # forward, back, an ordinary one
DAYS = 7
DUTIES = (
    "always", "daily 07:00-07:00", "mon-fri 08:00-16:00", "fri-sun 22:00-06:00", "sun 01:30-09:00",
    "sat 18:00-02:00; sun 01:15-08:00", "daily 00:30-05:00",
    "mon 07:00-11:00; mon 15:00-19:00; wed 07:00-15:00",
)  # fmt: skip
TEMPLATE: dict[str, str] = {}
COUNT = itertools.count()


class Crash(Exception):
    """The process dies before it commits."""


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An empty database, to be copied for each example."""
    TEMPLATE["folder"] = str(tmp_path_factory.mktemp("slots"))
    upgrade(f"sqlite:///{TEMPLATE['folder']}/template.db")


def crew(duties: list[str]) -> Roster:
    """An inspector for each of some duties."""
    return Roster(
        tuple(
            Person(
                str(n), "", "Made-up", "inspector", "powys", tours=parse_tours(duty), slack_ids=(f"U{n}0",)
            )
            for n, duty in enumerate(duties)
        )
    )


@contextmanager
def replicas(roster: Roster) -> Iterator[list[Store]]:
    """Two bots on one database."""
    file = Path(TEMPLATE["folder"], f"{next(COUNT)}.db")
    shutil.copyfile(Path(TEMPLATE["folder"], "template.db"), file)
    made = [Store(f"sqlite:///{file}", FORCE, roster) for _ in range(2)]
    yield made
    for store in made:
        store.close()
    file.unlink()


def dies(work: Work) -> None:
    """Make what is due, and die before it is committed."""
    daily.send_due(work)
    raise Crash


def beginnings(person: Person, first: date) -> set[date]:
    """The local dates on which a tour of somebody begins, as a child would say it."""
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return {day for day in days for tour in person.tours if day.weekday() in tour.days}


def midnight(day: date) -> datetime:
    """The beginning of a local day."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def outcomes(store: Store, at: datetime) -> Counter[tuple[str, date, str]]:
    """Whose digest of which date became what."""
    rows = store.read_now(lambda work: list(work.conn.execute(select(slots))), at)
    return Counter((r.job[7:], r.local_date, r.outcome) for r in rows if r.job.startswith("digest:"))


def keys(store: Store, at: datetime) -> Counter[str]:
    """The messages that were put."""
    rows = store.read_now(lambda work: list(work.conn.execute(select(messages))), at)
    return Counter(r.key for r in rows if r.bulletin == "digest")


Ticks = list[tuple[int, int, bool]]


def lived(stores: list[Store], begins: datetime, ends: datetime, ticks: Ticks) -> None:
    """Let the replicas look at random instants, some of which they do not survive, and once at the end."""
    stores[0].write_now(daily.send_due, begins - timedelta(seconds=1))
    at = begins
    for minutes, which, crashes in itertools.cycle(ticks):
        at += timedelta(minutes=minutes / (2 if crashes else 1))
        if at >= ends:
            break
        with suppress(Crash):
            stores[which].write_now(dies if crashes else daily.send_due, at)
    stores[0].write_now(daily.send_due, ends)


def faults(store: Store, roster: Roster, first: date) -> list[str]:
    """What is not as it should be: a date without its one digest, a digest without its slot."""
    last = first + timedelta(days=DAYS)
    found = {key: n for key, n in outcomes(store, midnight(last)).items() if key[1] < last}
    due = {(p.collar, day) for p in roster.people for day in beginnings(p, first)}
    took = Counter((collar, day) for collar, day, _ in found)
    sent = Counter(f"digest:{c}:{d}" for c, d, how in found if how in ("run", "late"))
    put = {k: n for k, n in keys(store, midnight(last)).items() if k.rpartition(":")[2] < str(last)}
    wrong = [f"{each} is missing" for each in due - took.keys()]
    wrong += [f"{each} is too much" for each in took if each not in due or took[each] != 1]
    return wrong + [
        f"{key} was put {put.get(key, 0)} times" for key in sent | put if put.get(key, 0) != sent[key]
    ]


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(WEEKS),
    st.lists(st.sampled_from(DUTIES), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(1, 59 * 5), st.integers(0, 1), st.booleans()), min_size=30, max_size=30),
)
def test_each_gets_one_a_date_at_whatever_instants_whoever_looks_and_dies(
    first: date, duties: list[str], ticks: Ticks
) -> None:
    roster = crew(duties)
    with replicas(roster) as stores:
        lived(stores, midnight(first), midnight(first + timedelta(days=DAYS)), ticks)
        assert faults(stores[0], roster, first) == []


def torn(work: Work) -> None:
    """Take a slot as though its digest were made in another transaction, which never came."""
    assert slot_rows.take(work, "digest:0", WEEKS[2])


def test_the_check_sees_a_slot_whose_digest_was_not_made_with_it() -> None:
    roster, first = crew(["daily 07:00-07:00"]), WEEKS[2]
    with replicas(roster) as stores:
        stores[0].write_now(torn, midnight(first) + timedelta(hours=7))
        lived(stores, midnight(first), midnight(first + timedelta(days=DAYS)), [(60, 1, False)])
        assert faults(stores[0], roster, first) == [f"digest:0:{first} was put 0 times"]
