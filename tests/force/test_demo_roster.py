"""The demo's cast on the roster: somebody to ask at every hour, and the same people as in the workspace."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import SHIPPED_FORCE
from bot.domain.force import UnitKind
from bot.domain.people import Person, Roster
from bot.force import load_force
from bot.roster import load_roster

ROOT = Path(__file__).parents[2]
CAST = ROOT / "workspace" / "cast.toml"
FORCE = load_force(SHIPPED_FORCE)
PEOPLE = load_roster(ROOT / "bot" / "demo" / "roster.csv", FORCE)
STORY = datetime(2026, 11, 20, 14, tzinfo=UTC)
HOURS = [STORY + timedelta(minutes=30 * n) for n in range(2 * 24 * 8)]
COUNTIES = [unit.code for unit in FORCE.units.values() if unit.kind is UnitKind.BCU]


def on_duty(at: datetime) -> set[tuple[str, str]]:
    return {(p.unit, p.rank) for p in Roster(PEOPLE).who(at, FORCE.zone)}


@pytest.mark.parametrize("rank", ["sergeant", "inspector"])
@pytest.mark.parametrize("unit", COUNTIES)
def test_every_county_has_a_supervisor_and_an_inspector_at_every_hour(unit: str, rank: str) -> None:
    assert all((unit, rank) in on_duty(at) for at in HOURS)


def test_the_control_room_has_its_inspector_awake_all_night() -> None:
    assert all(Roster(PEOPLE).who(at, FORCE.zone, "fcc", "inspector", "fim") for at in HOURS)


def test_a_constable_of_every_county_can_be_allocated_to_when_the_story_begins() -> None:
    assert {unit for unit, rank in on_duty(STORY) if rank == "constable"} == set(COUNTIES)


def test_everyone_whom_the_matrix_needs_is_on_the_roster() -> None:
    for words in ({"ddm"}, {"registrar"}, {"fim"}, {"cih_supervisor"}, {"dmm_chair"}, {"crb"}):
        assert any(words <= p.roles for p in PEOPLE)


def cast_people() -> dict[str, dict[str, object]]:
    people = tomllib.loads(CAST.read_text(encoding="utf-8"))["people"]
    return {str(p["id"]): p for p in people if not p.get("is_bot")}


def by_slack() -> dict[str, Person]:
    return {slack_id: person for person in PEOPLE for slack_id in person.slack_ids}


def test_the_cast_is_the_roster_and_a_guest_is_on_neither_line() -> None:
    roster = by_slack()
    guests = {
        i for i, p in cast_people().items() if p.get("is_restricted") or p.get("guest") or p.get("team_id")
    }
    assert set(cast_people()) - guests == set(roster)


def test_the_cast_has_the_names_numbers_and_addresses_of_the_roster() -> None:
    roster = by_slack()
    for slack_id, member in cast_people().items():
        if slack_id in roster:
            person, name = roster[slack_id], str(member["name"]) + str(member.get("real_name", ""))
            assert member["email"] == person.email
            assert person.surname.lower() in name.lower()
            assert person.collar in str(member)
