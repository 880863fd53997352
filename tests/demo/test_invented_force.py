"""The invented force: the same for the same seed, with everything that a force has and nobody in it."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import SHIPPED_FORCE
from bot.demo.drop import COLUMNS, Exporter
from bot.demo.incidents import Invented, background
from bot.demo.scenes import DAY as SCRIPTED
from bot.demo.scenes import OPENING, load_scene, span
from bot.demo.world import World
from bot.domain.force import Force
from bot.force import load_force

DAY = date(2026, 11, 20)
LONDON = ZoneInfo("Europe/London")
ASB = ("asb_personal", "asb_nuisance", "asb_environmental")
# what could be about a person: a phone number, an e-mail address, a postcode, a house number with a street
PERSONAL = re.compile(
    r"\b0\d{9,10}\b|@|\b[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}\b"
    r"|\b\d+ [A-Z][a-z]+ (Street|Road|Lane)|\b(Mr|Mrs|Ms|Dr)\b"
)


@cache
def force() -> Force:
    return load_force(SHIPPED_FORCE)


@cache
def month() -> tuple[Invented, ...]:
    days = (DAY + timedelta(days=n) for n in range(40))
    return tuple(one for day in days for one in background(day, force(), seed=1))


def world(scene: Path = OPENING) -> World:
    return World(load_scene(scene), force())


@settings(deadline=None, max_examples=25)  # a busy machine is not a fault
@given(seed=st.integers(0, 10_000), day=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_same_seed_and_day_give_the_same_incidents(seed: int, day: date) -> None:
    once, again = (list(background(day, force(), seed)) for _ in range(2))
    assert once == again
    assert {one.reported_at.astimezone(LONDON).date() for one in once} == {day}


def test_every_category_appears_the_watched_ones_too() -> None:
    assert {one.category for one in month()} == set(force().categories)


def test_every_unit_marker_and_qualifier_appears() -> None:
    found = month()
    assert {one.unit for one in found} == set(force().units)
    assert {code for one in found for code in one.markers} == set(force().markers)
    assert {code for one in found for code in one.qualifiers} == set(force().qualifiers)


def test_a_day_has_the_proportions_of_the_force() -> None:
    found = month()
    a_day = len(found) / 40
    asb = sum(one.category in ASB for one in found) / 40
    assert 380 < a_day < 420
    assert 40 < asb < 54  # 17,130 a year
    assert Counter(one.unit for one in found).most_common(1)[0][0] == "carmarthenshire"


def test_antisocial_behaviour_carries_exactly_one_of_its_qualifiers() -> None:
    for one in month():
        assert sum(code in ASB for code in one.qualifiers) == (one.category in ASB)


def test_numbers_begin_at_one_every_day_and_leave_no_gap() -> None:
    made = world()
    for day in (DAY, DAY + timedelta(days=1)):
        numbers = [one.number for one in made.day(day)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert [o.logged_at for o in made.day(day)] == sorted(o.logged_at for o in made.day(day))


def test_no_row_of_the_export_could_be_about_a_person() -> None:
    made = world()
    exporter = Exporter(made, SHIPPED_FORCE.parent, LONDON)
    text = exporter.text(made.scene.starts)
    assert PERSONAL.search(text) is None
    assert text.splitlines()[0] == ",".join(COLUMNS)


def test_the_search_for_people_finds_a_planted_one() -> None:
    for planted in ("07700900123", "mair@example.org", "SA31 2PF", "12 King Street", "Mrs"):
        assert PERSONAL.search(f"DP-1,{planted},LIVE")


def test_the_opening_leaves_a_few_undecided_at_every_stage() -> None:
    made, begins = world(), world().scene.starts
    left = [
        timedelta(hours=24) - (begins - one.reported_at)
        for one in made.on_export(begins)
        if one.unit == "carmarthenshire" and not one.crime_refs and not one.flaw and _has_clock(one)
    ]
    assert 23 <= len(left) <= 30
    assert sum(one < timedelta(0) for one in left) == 2
    assert sum(timedelta(0) < one <= timedelta(hours=2) for one in left) >= 3


def _has_clock(one: Invented) -> bool:
    return force().rule(one.category, one.qualifiers, one.markers).starts_clock


def test_new_ones_keep_arriving_and_the_export_never_shrinks_by_half() -> None:
    made, begins = world(), world().scene.starts
    sizes = [len(made.on_export(begins + timedelta(hours=n))) for n in range(36)]
    assert all(after > before * 0.6 for before, after in pairwise(sizes))
    arrived = made.on_export(begins + timedelta(minutes=10))
    assert any(one.logged_at > begins and one.unit == "carmarthenshire" for one in arrived)


@pytest.mark.parametrize(("text", "minutes"), [("3h20m", 200), ("-25h10m", -1510), ("30s", 0.5)])
def test_a_stretch_of_time_is_read(text: str, minutes: float) -> None:
    assert span(text) == timedelta(minutes=minutes)


def test_a_stretch_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="should be a stretch"):
        span("soon")


def test_the_scenes_begin_at_fixed_instants() -> None:
    assert world(OPENING).scene.starts == datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
    assert world(SCRIPTED).scene.starts == datetime(2026, 11, 20, 7, tzinfo=UTC)
