"""F12: two people do the same thing at the same moment, 400 times: one wins, the other is told who."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, select, update

from bot.domain.force import Force
from bot.domain.incident import IncidentKey, IncidentReport
from bot.domain.offence import Decision
from bot.domain.people import Person, Roster
from bot.domain.refusal import Refused
from bot.services.case import Request, Target
from bot.services.decisions import allocations, checks, deciding
from bot.services.feeds import intake
from bot.store.store import Store
from bot.store.tables import incidents
from bot.store.tables import trail as rows
from bot.store.verify import verify

AT = datetime(2026, 11, 20, 4, 10, tzinfo=UTC)
SERGEANTS, OFFICERS = ("1101", "1102"), ("842", "917")
PEOPLE = Roster(
    tuple(
        Person(collar, "Made", "Up", "sergeant" if collar in SERGEANTS else "constable", "carmarthenshire")
        for collar in (*SERGEANTS, *OFFICERS)
    )
)
MANY = pytest.param(400, marks=pytest.mark.faults)


@asynccontextmanager
async def replicas(url: str, force: Force) -> AsyncIterator[Sequence[Store]]:
    """Two stores on one database, as two processes would have."""
    stores = [Store(url, force, PEOPLE) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def keys(count: int) -> list[IncidentKey]:
    return [IncidentKey("dyfed-powys", date(2026, 11, 20), str(n)) for n in range(1, count + 1)]


async def receive(store: Store, count: int) -> list[IncidentKey]:
    """Take in so many incidents of theft, each with an open offence."""
    unit = next(iter(store.force.units))
    reports = [IncidentReport(key, AT - timedelta(hours=1), "theft", "theft", unit) for key in keys(count)]
    await store.write(intake.take, AT, "control", reports)
    return [report.key for report in reports]


async def race(one: object, other: object) -> list[object]:
    """Both at once; gives what each came to, the winner first."""
    results = await asyncio.gather(one, other, return_exceptions=True)
    return sorted(results, key=lambda result: isinstance(result, Refused))


NOBODY_BETTER = "NOB"  # who is off duty is allocated to with a reason


async def allocate_both(stores: Sequence[Store], key: IncidentKey) -> tuple[str, str]:
    """Two sergeants allocate what both saw unallocated; gives who won, and who the loser hears it was."""
    winner, loser = await race(
        *(
            store.write(
                allocations.allocate, AT, Request(f"{key}/{by}", by), Target(key, seen=1), to, NOBODY_BETTER
            )
            for store, by, to in zip(stores, SERGEANTS, OFFICERS, strict=True)
        )
    )
    assert isinstance(loser, Refused), (winner, loser)
    assert (loser.message_id, loser.values["incident"].oic) == ("already_allocated", winner.officer.collar)
    return winner.outcome.incident.allocated_by, loser.values["incident"].allocated_by


async def sign_off_both(stores: Sequence[Store], key: IncidentKey) -> tuple[str, str]:
    """Two sergeants sign off a record at once; gives who won, and who the loser hears it was."""
    done = Request(f"{key}/record", OFFICERS[0])
    await stores[0].write(deciding.record, AT, done, Target(key), Decision.CRIME, f"47/{key.number}/26")
    winner, loser = await race(
        *(
            store.write(checks.sign_off, AT, Request(f"{key}/{by}", by), Target(key))
            for store, by in zip(stores, SERGEANTS, strict=True)
        )
    )
    assert isinstance(loser, Refused), (winner, loser)
    assert loser.message_id == "already_decided"
    return winner.offence.checked_by, loser.values["offence"].checked_by


async def facts(store: Store) -> Counter[str]:
    """How often each kind of fact stands on the trail."""
    bodies = await store.read(lambda work: list(work.conn.execute(select(rows.c.body)).scalars()), AT)
    return Counter(body.partition('"kind":"')[2].partition('"')[0] for body in bodies)


@pytest.mark.parametrize("count", [40, MANY])
async def test_of_two_who_allocate_at_once_one_wins(database_url: str, force: Force, count: int) -> None:
    async with replicas(database_url, force) as stores:
        told = [await allocate_both(stores, key) for key in await receive(stores[0], count)]
        assert all(winner == heard for winner, heard in told)
        assert (await facts(stores[0]))["incident_allocated"] == count
    assert verify(database_url).whole


@pytest.mark.parametrize("count", [40, MANY])
async def test_of_two_who_sign_off_at_once_one_wins(database_url: str, force: Force, count: int) -> None:
    async with replicas(database_url, force) as stores:
        told = [await sign_off_both(stores, key) for key in await receive(stores[0], count)]
        assert all(winner == heard for winner, heard in told)
        assert (await facts(stores[0]))["record_signed_off"] == count
    assert verify(database_url).whole


@pytest.mark.parametrize("count", [40, MANY])
async def test_all_pairs_at_the_same_moment_have_one_winner_each(
    database_url: str, force: Force, count: int
) -> None:
    async with replicas(database_url, force) as stores:
        pairs = [allocate_both(stores, key) for key in await receive(stores[0], count)]
        told = await asyncio.gather(*pairs)
        assert all(winner == heard for winner, heard in told)
        assert (await facts(stores[0]))["incident_allocated"] == count
    assert verify(database_url).whole


def look_then_write(engine: Engine, key: IncidentKey, to: str, looked: threading.Barrier) -> bool:
    """Allocate with no version, as an engine comes; says whether it told its sergeant that it did."""
    with engine.begin() as conn:
        mine = incidents.c.key == str(key)
        free = conn.execute(select(incidents.c.oic).where(mine)).scalar_one() is None
        looked.wait()
        if free:
            conn.execute(update(incidents).where(mine).values(oic=to))
        return free


def allocate_carelessly(url: str, keys: Sequence[IncidentKey]) -> int:
    """The control: how many sergeants are told that they allocated, two for each incident."""
    engine = create_engine(url)
    looked = threading.Barrier(2)
    with ThreadPoolExecutor(2) as sergeants:
        told = sergeants.map(
            lambda to: sum(look_then_write(engine, key, to, looked) for key in keys), OFFICERS
        )
    engine.dispose()
    return sum(told)


async def test_without_compare_and_swap_both_are_told_that_they_won(database_url: str, force: Force) -> None:
    async with replicas(database_url, force) as stores:
        known = await receive(stores[0], 20)
    assert allocate_carelessly(database_url, known) == 40
