"""The shipped force.toml: what it says of Dyfed-Powys, and that the rules of domain.md are in it."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from bot.config import SHIPPED_FORCE
from bot.domain.force import Force, Handling, UnitKind
from bot.domain.people import RANKS, Person, may
from bot.force import load_force

AUDITED_IN_FULL = {"asb_personal", "disorder", "harassment", "ccb", "rape_unconfirmed", "hate"}


@pytest.fixture(scope="module")
def force() -> Force:
    return load_force(SHIPPED_FORCE)


def somebody(word: str) -> Person:
    rank, roles = (word, frozenset[str]()) if word in RANKS else ("staff", frozenset({word}))
    return Person("1", "", "Made-up", rank, "powys", roles)


def test_the_shipped_page_has_four_counties_and_three_other_units(force: Force) -> None:
    kinds = [unit.kind for unit in force.units.values()]
    assert kinds == [UnitKind.BCU] * 4 + [UnitKind.HUB, UnitKind.BUREAU, UnitKind.CONTROL]


def test_every_county_meets_every_day_of_the_week(force: Force) -> None:
    meetings = [unit.dmm for unit in force.units.values() if unit.kind is UnitKind.BCU]
    assert all(dmm and dmm.days == frozenset(range(7)) for dmm in meetings)
    assert len({dmm.at for dmm in meetings if dmm}) == 4


def test_every_name_on_the_page_is_in_both_languages(force: Force) -> None:
    named = [force.units, force.categories, force.qualifiers, force.markers, force.classes]
    named += [force.roles, force.accreditations, *force.codes.values()]
    names = [row.names for table in named for row in table.values()] + [e.names for e in force.editions]
    assert all(set(n) == {"en", "cy"} and all(n.values()) for n in names)


def test_exactly_the_categories_of_the_action_plan_are_audited_in_full(force: Force) -> None:
    assert {code for code, category in force.categories.items() if category.audited} == AUDITED_IN_FULL


def test_sexual_offences_and_n100_are_restricted(force: Force) -> None:
    restricted = {code for code, category in force.categories.items() if category.restricted}
    assert {"rape", "rape_unconfirmed", "sexual_offence"} <= restricted


def test_most_of_what_is_no_crime_is_watched_without_a_clock(force: Force) -> None:
    watched = {code for code, c in force.categories.items() if c.handling is Handling.WATCHED}
    assert {"collision", "welfare_check", "transport", "asb_nuisance", "asb_environmental"} <= watched
    assert not watched & AUDITED_IN_FULL


def test_a_hate_marker_puts_a_nuisance_on_the_clock_and_in_the_audit(force: Force) -> None:
    strands = [marker for marker in force.markers if marker.startswith("hate_")]
    assert len(strands) == 5
    assert all(force.rule("asb_nuisance", (), (m,)).starts_clock for m in strands)
    assert all(force.rule("asb_nuisance", (), (m,)).audited for m in strands)


def test_a_rape_negation_is_confirmed_by_the_registrar_and_no_other(force: Force) -> None:
    row, rape = force.permissions["confirm"], frozenset({"rape"})
    able = [w for w in (*RANKS[1:], *force.roles) if may(somebody(w), row, rape)]
    assert able == ["registrar", "deputy_registrar"]


def test_a_sergeant_confirms_a_theft_and_not_domestic_abuse(force: Force) -> None:
    row = force.permissions["confirm"]
    assert may(somebody("sergeant"), row, frozenset({"theft"}))
    for name in ("da", "hate", "asb_personal", "harassment", "ccb", "child"):
        assert not may(somebody("sergeant"), row, frozenset({name}))
        assert may(somebody("inspector"), row, frozenset({name}))
        assert may(somebody("ddm"), row, frozenset({name}))


def test_no_pair_of_classes_leaves_nobody_who_may_decide(force: Force) -> None:
    words = (*RANKS[1:], *force.roles)
    for rows in force.permissions.values():
        for pair in combinations(force.classes, 2):
            assert any(may(somebody(word), rows, frozenset(pair)) for word in words)


def test_returning_asks_at_least_what_confirming_asks(force: Force) -> None:
    assert force.permissions["return"] == force.permissions["confirm"]


def test_the_clock_is_twenty_four_hours_with_the_stages_of_the_issue(force: Force) -> None:
    hours = [force.stages.clock, force.stages.approaching, force.stages.no_meeting_left, force.stages.urgent]
    assert hours == [timedelta(hours=h) for h in (24, 12, 12, 2)]


def test_an_incident_is_judged_by_the_edition_of_its_own_day(force: Force) -> None:
    assert force.edition(date(2023, 5, 14)).id == "2015-04"
    assert force.edition(date(2026, 11, 20)).id == "2023-05"


def test_no_unit_shares_its_channel_with_another(force: Force) -> None:
    channels = [unit.channel for unit in force.units.values()]
    channels += [force.restricted_channel, force.operations_channel, force.registrar_channel]
    assert len(channels) == len(set(channels)) == 10
