"""Whatever comes first: the end is the same, and no clock is stopped by a crime that is not its own."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.domain.crime import CrimeReport
from bot.domain.listing import Waiting
from bot.domain.matching import kinds
from bot.domain.offence import Decision, State
from bot.domain.refusal import Refused
from bot.migrations import upgrade
from bot.services.crimes import records as crimes
from bot.services.feeds import intake
from bot.store.store import Store
from bot.store.work import Work
from tests.builders import DDM, FORCE, OFFICER, ROSTER, Station, hours, report
from tests.crimes import NICHE, REF, crime, held, judged, listen, told, waiting

QUIET = replace(FORCE, sample_percent=0)  # no chance in what is signed off
NUMBERS, REFS = ("1", "2"), ("47/1/26", "47/2/26", "47/3/26")
CATEGORIES = st.sampled_from(["theft", "criminal_damage", "domestic", "collision"])


Log = tuple[str, list[str]]
NAMED = st.lists(st.sampled_from(REFS), max_size=1)  # in the log's own column


@dataclass(frozen=True)
class Round:
    """What happens between two polls of both feeds, and what they then say for the first time."""

    incidents: dict[str, Log]
    crimes: dict[str, tuple[str, str, bool]]
    claims: list[tuple[str, int, str]]


ROUNDS = st.lists(
    st.builds(
        Round,
        st.dictionaries(st.sampled_from(NUMBERS), st.tuples(CATEGORIES, NAMED), max_size=2),
        st.dictionaries(
            st.sampled_from(REFS),
            st.tuples(st.sampled_from(NUMBERS), st.sampled_from(["theft", "damage", ""]), st.booleans()),
            max_size=3,
        ),
        st.lists(st.tuples(st.sampled_from(NUMBERS), st.integers(1, 2), st.sampled_from(REFS)), max_size=1),
    ),
    min_size=1,
    max_size=4,
)
TEMPLATE: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An empty database, to be copied for each example."""
    TEMPLATE["folder"] = str(tmp_path_factory.mktemp("orders"))
    TEMPLATE["file"] = f"{TEMPLATE['folder']}/template.db"
    upgrade(f"sqlite:///{TEMPLATE['file']}")


COUNT = itertools.count()


@contextmanager
def fresh() -> Iterator[Station]:
    """A station with a crime feed that has told nothing."""
    file = Path(TEMPLATE["folder"], f"{next(COUNT)}.db")
    shutil.copyfile(TEMPLATE["file"], file)
    store = Store(f"sqlite:///{file}", QUIET, ROSTER)
    try:
        yield listen(Station(store))
    finally:
        store.close()
        file.unlink()


def lived(station: Station, rounds: list[Round], crimes_first: list[bool]) -> None:
    """Let everything happen, the one feed or the other polled first in each round."""
    logs: dict[str, Log] = {}
    records: dict[str, CrimeReport] = {}
    for place, (each, first) in enumerate(zip(rounds, crimes_first, strict=True)):
        now = station.later(hours=place * 2)
        for number, n, ref in each.claims:
            with suppress(Refused):
                now.about(number, n).record(OFFICER, ref)
        logs = {number: _log(*log) for number, log in each.incidents.items()} | logs
        records |= {ref: _said(now, records.get(ref), ref, *said) for ref, said in each.crimes.items()}
        polls = [_poll_logs(now, dict(logs)), _poll_crimes(now, dict(records))]
        for poll in reversed(polls) if first else polls:
            poll()


def _log(category: str, refs: list[str]) -> Log:
    """A log; one that is only watched names no crime: that would put it on the clock by itself."""
    return category, [] if category == "collision" else refs


def _said(
    now: Station, before: CrimeReport | None, ref: str, number: str, kind: str, gone: bool
) -> CrimeReport:
    """A record as the crime system has it now; its incident stays what it was, and what is gone is gone."""
    known = before or crime(ref, number, created_at=now.at - hours(2))
    cancelled_at = known.cancelled_at or (now.at if gone else None)
    return replace(known, offence_class=kind, cancelled_at=cancelled_at, decision_maker=DDM)


def _poll_logs(station: Station, logs: dict[str, Log]) -> Callable[[], Any]:
    told_of = [report(n, of, ago=2, crime_refs=tuple(refs)) for n, (of, refs) in logs.items()]
    return lambda: told_of and station.receive(*told_of)


def _poll_crimes(station: Station, records: dict[str, CrimeReport]) -> Callable[[], Any]:
    def poll() -> None:
        if records:
            told(station, *records.values())
        judged(station)

    return poll


def offences(station: Station) -> list[tuple[Any, ...]]:
    """Every offence as it ended."""
    found = []
    for number in NUMBERS:
        with suppress(AssertionError):
            for o in station.about(number).offences():
                entered = o.claimed_at is not None
                found.append((number, o.n, o.state, o.crime_ref, o.decided_by, o.decided_at, entered))
    return found


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(ROUNDS)
def test_the_end_does_not_depend_on_which_feed_is_polled_first(rounds: list[Round]) -> None:
    with fresh() as one, fresh() as other:
        lived(one, rounds, [False] * len(rounds))
        lived(other, rounds, [True] * len(rounds))
        assert offences(one) == offences(other)


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(ROUNDS, st.lists(st.booleans(), min_size=4, max_size=4))
def test_no_clock_is_stopped_by_a_crime_that_is_not_its_own(rounds: list[Round], first: list[bool]) -> None:
    with fresh() as station:
        lived(station, rounds, first[: len(rounds)])
        _check(station)


def _check(station: Station) -> None:
    for number in {n for n, *_ in offences(station)}:
        incident, each = station.about(number).incident(), station.about(number).offences()
        carried = [o.crime_ref for o in each if o.state is State.RECORDED and o.decision is Decision.CRIME]
        assert len(carried) == len(set(carried))
        for offence in (o for o in each if o.state is State.RECORDED and o.decided_by == "feed"):
            if offence.claimed_at:
                continue  # the log's own word, which the crime system has still to bear out
            record = held(station, str(offence.crime_ref))
            had = {text.partition("|")[2] for text in record.classes}
            of = kinds(QUIET, offence.offence_class, incident.category)
            assert record.incident_key == incident.stream
            assert had & of or "" in had or not of


@pytest.mark.parametrize("whose", ["incident", "nobodys", "another kind"])
def test_typed_and_delivered_in_the_same_instant_takes_effect_once(station: Station, whose: str) -> None:
    listen(station)
    station.add_offence(OFFICER, category="shoplifting")
    each = {"incident": crime(), "nobodys": crime(number=None), "another kind": crime(kind="damage")}
    told_of = each[whose]
    second = station.about("123", 2)
    acts = [lambda: second.record(OFFICER, REF), lambda: station.do(crimes.take, NICHE, [told_of])]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()
    judged(station)
    first, named = station.offences()
    assert (first.state, named.state, named.crime_ref) == (State.OPEN, State.RECORDED, REF)
    assert (named.claimed_at, held(station).n) == (None, 2)
    assert len(station.facts("crime_recorded")) == 1
    assert len(station.facts("crime_confirmed")) == 1


@pytest.mark.parametrize("first", ["typed", "told"])
def test_the_one_open_offence_is_settled_once_however_both_come(station: Station, first: str) -> None:
    listen(station)

    def typed() -> None:
        with suppress(Refused):
            station.record(OFFICER, REF)

    acts = [typed, lambda: told(station)]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(act) for act in (acts if first == "typed" else acts[::-1])]:
            done.result()
    judged(station)
    assert len(station.facts("crime_recorded")) == 1
    assert (station.offence().crime_ref, station.offence().claimed_at) == (REF, None)


def together(station: Station, *acts: Callable[[Work], Any]) -> None:
    """Do things in transactions of which none is committed before all have done what they do."""
    gate = Barrier(len(acts), timeout=30)

    def one(work: Work, act: Callable[[Work], Any]) -> None:
        act(work)
        gate.wait()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(station.do, one, act) for act in acts]:
            done.result()


def test_a_log_and_its_record_that_came_in_the_same_instant_meet(empty: Station, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time: one of the two always sees the other")
    listen(empty)
    logs, records = [report()], [crime()]
    together(empty, lambda w: intake.take(w, "control", logs), lambda w: crimes.take(w, NICHE, records))
    told(empty)
    assert empty.offence().state is State.OPEN, "neither saw the other, and an equal poll says nothing"
    assert judged(empty) == 1
    assert (empty.offence().state, held(empty).n) == (State.RECORDED, 1)
    assert judged(empty) == 0


def test_what_came_unseen_and_fits_nothing_waits_and_is_looked_at_once(
    empty: Station, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time: one of the two always sees the other")
    logs, records = [report()], [crime(kind="damage")]
    together(empty, lambda w: intake.take(w, "control", logs), lambda w: crimes.take(w, NICHE, records))
    assert (judged(empty), judged(empty)) == (1, 0)
    assert waiting(empty) == (Waiting(REF, "other_kind", 1),)
