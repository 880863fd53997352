"""The rules of the escalation ladder: who is meant, which step is due when, how long it may be put off."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import crossings, due_at
from bot.domain.duty import Tour, tour_at
from bot.domain.incident import Incident, IncidentKey
from bot.domain.ladder import (
    begins,
    current,
    meant,
    overtaken,
    put_off_until,
    quiet_until,
    standing_in,
    steps,
)
from bot.domain.people import Person, Roster
from bot.domain.rights import rules_as_registrar, sees
from bot.domain.rungs import RUNGS, Ladder, Quiet
from bot.replay.climbing import Hours
from tests.builders import AT, DAY, FIM, FORCE, INSPECTOR, ROSTER

INSTANTS = st.integers(0, 60 * 24 * 14).map(lambda minutes: AT + timedelta(minutes=minutes))
UNITS = st.sampled_from(list(FORCE.units))
CATEGORIES = st.sampled_from(["theft", "rape", "violence_da", "rape_unconfirmed"])
WORDS = st.sampled_from(["oic", "sergeant", "inspector", "fim", "superintendent", "cih_supervisor"])
NIGHT = Quiet(time(22), time(7))
DUE = AT + timedelta(hours=10)


def incident(unit: str = "carmarthenshire", category: str = "theft", oic: str | None = None) -> Incident:
    """As much of an incident as decides who is told of it."""
    key, restricted = IncidentKey(FORCE.id, DAY, "1"), FORCE.rule(category, (), ()).restricted
    return Incident(
        1, key, AT, "", category, category, (), (), unit, "", "", "", (), "", None, "", restricted, oic,
        None, None, 1,
    )  # fmt: skip


def began(unit: str, told_at: datetime) -> dict[str, datetime]:
    """When each rung of an offence begins."""
    path = crossings(told_at, FORCE.units[unit].dmm, FORCE.zone, FORCE.stages)
    return begins(due_at(told_at, FORCE.stages), path, Ladder())


@given(INSTANTS, UNITS, CATEGORIES, WORDS, st.sets(st.sampled_from([p.collar for p in ROSTER.people])))
def test_nobody_off_duty_nor_out_of_sight_nor_the_registrar_is_ever_meant(
    at: datetime, unit: str, category: str, word: str, away: set[str]
) -> None:
    people = tuple(replace(p, tours=()) if p.collar in away else p for p in ROSTER.people)
    about = incident(unit, category, "842")
    found = meant(Roster(people), FORCE, about, word, at)
    if found.person is not None:
        assert tour_at(found.person, at, FORCE.zone)
        assert sees(found.person, about, FORCE)
        assert not rules_as_registrar(found.person)
    assert found.person is None or found.person.collar not in away


@given(INSTANTS, UNITS, INSTANTS)
def test_no_step_is_due_before_its_rung_nor_before_it_is_known(
    told_at: datetime, unit: str, known: datetime
) -> None:
    found = began(unit, told_at)
    for due in steps(Ladder(), found, frozenset(), known):
        assert due.at == max(found[due.rung], known) + due.step.after


@given(INSTANTS, UNITS, INSTANTS, st.integers(1, 3000))
def test_what_is_put_off_crosses_neither_the_next_stage_nor_the_deadline(
    told_at: datetime, unit: str, at: datetime, minutes: int
) -> None:
    found, due = began(unit, told_at), due_at(told_at, FORCE.stages)
    until = put_off_until(at + timedelta(minutes=minutes), found, due, at)
    assert until <= due
    assert all(until <= begins for begins in found.values() if begins > at)


@given(INSTANTS, UNITS, INSTANTS)
def test_of_the_rungs_that_began_the_last_is_overtaken_by_none(
    told_at: datetime, unit: str, at: datetime
) -> None:
    found = began(unit, told_at)
    reached = [rung for rung in found if found[rung] <= at]
    if reached:
        assert not overtaken(max(reached, key=RUNGS.index), found, at)
        assert found[current(found, at)] == max(found[rung] for rung in reached)


@given(st.lists(st.floats(0, 4 * 3600), max_size=60), st.integers(1, 5), st.integers(0, 3))
def test_no_hour_ever_holds_more_messages_than_it_may(times: list[float], most: int, every: int) -> None:
    hours, sent = Hours(most), list[float]()
    for n, at in enumerate(sorted(times)):
        if every and n % every == 0:
            fit, _ = hours.mention(["1"], at)
            sent += [at] * len(fit)
        elif hours.tell("1", at):
            sent.append(at)
    assert all(sum(at - 3600 < other <= at for other in sent) <= most for at in sent)


def test_a_role_is_stood_in_for_by_the_next_of_the_chain() -> None:
    assert standing_in("oic") == ("oic", "sergeant", "inspector", "fim")
    assert standing_in("fim") == ("fim", "inspector")
    assert standing_in("superintendent") == ("superintendent",)


def test_the_gravest_alone_wake_a_superintendent() -> None:
    [step] = [s for s in Ladder().steps["overdue"] if s.tell == "superintendent"]
    assert step.concerns(frozenset({"rape"}))
    assert step.concerns(frozenset({"n100", "theft"}))
    assert step.concerns(frozenset({"da", "high_risk", "violence"}))
    assert not step.concerns(frozenset({"da", "violence"}))


def on(*tours: Tour, roles: frozenset[str] = frozenset()) -> Person:
    """Somebody with these tours."""
    return Person("1", "", "Made-up", "inspector", "powys", roles, tours=tours)


ALWAYS = Tour(frozenset(range(7)), time(0), time(0))
NIGHTS = Tour(frozenset(range(7)), time(19), time(7))
ELEVEN = datetime(2026, 11, 20, 23, tzinfo=UTC)
SEVEN = datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("who", "hours", "at", "until"),
    [
        (on(ALWAYS), NIGHT, ELEVEN, SEVEN),
        (on(ALWAYS), NIGHT, SEVEN - timedelta(minutes=1), SEVEN),
        (on(ALWAYS), NIGHT, SEVEN, None),
        (on(ALWAYS), None, ELEVEN, None),
        (on(NIGHTS), NIGHT, ELEVEN, None),
        (on(ALWAYS, roles=frozenset({"fim"})), NIGHT, ELEVEN, None),
        (on(), NIGHT, ELEVEN, None),
        (on(ALWAYS), Quiet(time(12), time(13)), ELEVEN, None),
        (on(ALWAYS), Quiet(time(22, 30), time(23, 30)), ELEVEN, ELEVEN + timedelta(minutes=30)),
    ],
)
def test_quiet_hours_are_for_who_is_on_call_and_sleeps(
    who: Person, hours: Quiet | None, at: datetime, until: datetime | None
) -> None:
    assert quiet_until(who, hours, at, FORCE.zone) == until


def test_quiet_hours_end_by_the_clock_on_the_wall_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30, before the clocks go back
    assert quiet_until(on(ALWAYS), NIGHT, before, FORCE.zone) == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_the_inspector_and_the_incident_manager_stand_in_for_each_other() -> None:
    away = Roster(tuple(replace(p, tours=()) if p.collar == FIM else p for p in ROSTER.people))
    found = meant(away, FORCE, incident(), "fim", AT)
    assert (found.person and found.person.collar, found.passed) == (INSPECTOR, ("fim:off_duty",))
