"""Arranging dial-ins: schedule, move, cancel, one or the series; who knew of it hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.dial_in import Audience, Reply, Series
from bot.services.dial_ins import forms, moves, occurrences
from bot.store import dial_ins as stored
from bot.store.inbox import Repeated
from tests.builders import FORCE, OFFICER, OTHER_OFFICER, REGISTRAR, SERGEANT, Station, refused
from tests.services.dial_in_rig import HELD, MONDAY, answer, asked, at, held, look, told

THURSDAY = datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
CUSTODY = Series("", {"en": "Custody", "cy": "Dalfa"}, 4, time(11, 0), joining="Room 3")
NEXT = "2026-11-30"


def move(station: Station, to: datetime, by: str = REGISTRAR, why: str = "") -> moves.Arranged:
    """Let somebody move the force's dial-in of the week."""
    done: moves.Arranged = station.do(moves.move, asked(by), HELD, to, why)
    return done


def cancel(station: Station, whole: bool = False, carried: str = HELD) -> moves.Arranged:
    """Let the Registrar cancel it, or it and all that follow."""
    done: moves.Arranged = station.do(moves.cancel, asked(REGISTRAR), carried, whole, "")
    return done


def test_who_knew_hears_of_a_move_and_is_reminded_anew(empty: Station) -> None:
    monday = at(empty, MONDAY)
    done = move(monday, THURSDAY, why="A court day.")
    look(monday.later(minutes=1))
    assert told(monday, SERGEANT) == ["week", "moved"]
    assert done.people == 19  # three of them when their next tour begins
    assert held(monday).sequence == 1
    assert told(at(empty, datetime(2026, 11, 24, 14, 0, tzinfo=UTC)), SERGEANT) == ["week", "moved"]
    assert told(at(empty, THURSDAY - timedelta(days=1)), SERGEANT)[2:] == ["day"]
    assert told(at(empty, THURSDAY - timedelta(hours=1)), SERGEANT)[2:] == ["day", "hour"]


def test_who_comes_hears_at_once_even_off_duty(empty: Station) -> None:
    monday = at(empty, MONDAY)
    answer(monday, OTHER_OFFICER, Reply.COMING)
    night = at(empty, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))  # PC Price went off at 18:00
    move(night, THURSDAY)
    look(night.later(minutes=1))
    assert told(night, OTHER_OFFICER) == ["week", "moved"]
    assert told(night, "9001") == ["week"]  # the Registrar is off, and has not said that they come


def test_who_was_still_to_hear_hears_of_the_new_time(empty: Station) -> None:
    night = at(empty, datetime(2026, 11, 20, 22, 10, tzinfo=UTC))
    move(night, THURSDAY)
    assert told(at(empty, datetime(2026, 11, 21, 10, 0, tzinfo=UTC)), OTHER_OFFICER) == ["moved"]


def test_a_cancelled_one_is_told_and_reminds_nobody(empty: Station) -> None:
    monday = at(empty, MONDAY)
    cancel(monday)
    look(monday.later(minutes=1))
    assert told(monday, SERGEANT) == ["week", "cancelled"]
    later = at(empty, datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    assert told(later, SERGEANT) == ["week", "cancelled"]
    assert refused(answer, later, SERGEANT, Reply.COMING).message_id == "dial_in_over"
    assert refused(move, later, THURSDAY).message_id == "dial_in_over"
    assert held(later, MONDAY + timedelta(days=7)).state == stored.PLANNED


def test_a_cancelled_series_is_cancelled_from_there_on_and_may_come_back(empty: Station) -> None:
    monday = at(empty, MONDAY)
    done = cancel(monday, whole=True)
    weeks = [MONDAY + timedelta(days=7 * n) for n in range(4)]
    assert {held(monday, week).state for week in weeks} == {stored.CANCELLED}
    look(monday.later(minutes=1))
    again = replace(done.series, last=None)
    monday.later(minutes=1).do(moves.schedule, asked(REGISTRAR), again)
    look(monday.later(minutes=2))
    assert {held(monday, week).state for week in weeks} == {stored.PLANNED}
    assert told(monday, SERGEANT) == ["week", "cancelled", "moved"]


def test_a_changed_series_moves_what_is_planned_but_not_what_was_moved_alone(empty: Station) -> None:
    monday = at(empty, MONDAY)
    move(monday, THURSDAY)
    changed = replace(FORCE.dial_ins["force"], weekday=1, at=time(9, 0))
    monday.do(moves.schedule, asked(REGISTRAR), changed)
    assert held(monday).starts_at == THURSDAY
    assert held(monday, MONDAY + timedelta(days=7)).starts_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_a_change_of_force_toml_moves_what_is_planned(empty: Station) -> None:
    at(empty, MONDAY)
    changed = replace(FORCE.dial_ins["force"], at=time(15, 30))
    empty.store.force = replace(FORCE, dial_ins={**FORCE.dial_ins, "force": changed})
    after = at(empty, MONDAY + timedelta(minutes=5))
    assert held(after).starts_at == datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
    assert told(after, SERGEANT) == ["week", "moved"]


def test_a_series_that_force_toml_names_no_more_is_cancelled(empty: Station) -> None:
    at(empty, MONDAY)
    left = {code: series for code, series in FORCE.dial_ins.items() if code != "force"}
    empty.store.force = replace(FORCE, dial_ins=left)
    after = at(empty, MONDAY + timedelta(minutes=5))
    assert held(after).state == stored.CANCELLED
    assert told(after, SERGEANT) == ["week", "cancelled"]


def test_what_is_delivered_twice_is_arranged_once(empty: Station) -> None:
    monday, request = at(empty, MONDAY), asked(REGISTRAR)
    monday.do(moves.move, request, HELD, THURSDAY, "")
    with pytest.raises(Repeated):
        monday.do(moves.move, request, HELD, THURSDAY, "")
    assert held(monday).sequence == 1


def test_a_new_series_has_a_code_of_its_own_and_tells_those_it_is_for(empty: Station) -> None:
    monday = at(empty, MONDAY)
    narrow = replace(CUSTODY, audience=Audience(ranks=frozenset({"sergeant"}), people=frozenset({OFFICER})))
    done = monday.do(moves.schedule, asked(REGISTRAR), narrow)
    twin = monday.do(moves.schedule, asked(REGISTRAR), narrow)
    assert (done.series.code, twin.series.code) == ("custody", "custody_2")
    assert done.people == 6
    look(monday.later(minutes=1))
    assert told(monday, SERGEANT, series="custody") == ["week"]
    assert told(monday, OTHER_OFFICER, series="custody") == []


@pytest.mark.parametrize("by", [SERGEANT, "3101"])
def test_only_whom_the_matrix_names_arranges_dial_ins(empty: Station, by: str) -> None:
    monday = at(empty, MONDAY)
    assert refused(move, monday, THURSDAY, by).message_id == "not_yours"
    assert refused(monday.do, moves.schedule, asked(by), CUSTODY).message_id == "not_yours"
    assert held(monday).sequence == 0
    assert "custody" not in monday.see(stored.all_series)


@pytest.mark.parametrize("to", [MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=400)])
def test_it_is_moved_to_a_time_ahead_within_a_year(empty: Station, to: datetime) -> None:
    assert refused(move, at(empty, MONDAY), to).message_id == "dial_in_time"


FORM = {
    "name_en": "Custody", "weekday": "4", "at": "11:00", "minutes": "30", "weeks": "1", "joining": "Room 3",
    "promoted_days": "0", "units": ["powys"], "ranks": None, "people": "842, 917",
}  # fmt: skip


def test_a_form_is_read_into_a_series(empty: Station) -> None:
    series = empty.see(forms.series_from, FORM, "")
    assert (series.names["cy"], series.weekday, series.at, series.minutes) == ("Custody", 4, time(11), 30)
    assert series.audience == Audience(units=frozenset({"powys"}), people=frozenset({"842", "917"}))
    once = empty.see(forms.series_from, FORM | {"weeks": "0", "first": "2026-12-01"}, "")
    assert (once.weekday, once.weeks) == (1, 0)


MISTAKES = {
    "joining": ("bad_link", "http://calls.example.org/"),
    "minutes": ("not_a_number", "three"),
    "people": ("unknown_person", "842 99999"),
    "weeks": ("first_missing", "2"),
    "name_en": ("about_a_person", "The victim Gwen Jones"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_of_a_form_names_its_input(empty: Station, name: str) -> None:
    code, value = MISTAKES[name]
    told = refused(empty.see, forms.series_from, FORM | {name: value}, "")
    assert told.message_id == code
    assert told.values["block_id"] == ("first" if name == "weeks" else name)


def test_those_whom_a_series_is_for_are_found_by_unit_rank_and_role(empty: Station) -> None:
    def those(**audience: object) -> set[str]:
        series = replace(CUSTODY, code="x", audience=Audience(**audience))  # type: ignore[arg-type]  # a test's
        return {p.collar for p in empty.see(occurrences.audience, series)}

    assert those(units=frozenset({"powys"}), ranks=frozenset({"sergeant"})) == {"1104"}
    assert those(roles=frozenset({"fim", "ddm"})) == {"2301", "9010"}
    assert those(people=frozenset({OFFICER})) == {OFFICER}
    assert len(those()) == 19
