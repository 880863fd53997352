"""A number without its day means what somebody has still to decide, in the asker's unit first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.reference import Reference
from bot.services.incidents import finding
from tests.builders import ROSTER, SERGEANT, Station, key_of, report

ASKER = ROSTER.by_collar(SERGEANT)
YESTERDAY = timedelta(days=1)


def received(station: Station, category: str, days_ago: int, unit: str = "carmarthenshire") -> None:
    key = replace(key_of("76"), day=key_of("76").day - days_ago * YESTERDAY)
    station.receive(replace(report("76", category), key=key, unit=unit))


@pytest.mark.parametrize(
    ("newest", "unit", "meant"),
    [("other", "carmarthenshire", 1), ("theft", "powys", 1), ("theft", "carmarthenshire", 0)],
    ids=["watched", "another unit's", "one's own"],
)
def test_a_bare_number_means_what_waits_in_the_askers_own_unit(
    empty: Station, newest: str, unit: str, meant: int
) -> None:
    received(empty, "theft", 1)
    received(empty, newest, 0, unit)
    found = empty.see(finding.find, Reference("76", None, None), ASKER)
    assert (key_of("76").day - found.key.day).days == meant


def test_a_number_with_its_day_means_that_day(empty: Station) -> None:
    received(empty, "theft", 1)
    received(empty, "other", 0)
    found = empty.see(finding.find, Reference("76", key_of("76").day, None), ASKER)
    assert found.key.day == key_of("76").day
