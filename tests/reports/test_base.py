"""The headline says what it stands on: codes that nobody knows, and files that do not join."""

from array import array
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import Counts, Outcome
from bot.replay.findings import Axis, Caught, Findings
from bot.reports.base import base, timed
from tests.builders import FORCE
from tests.reports import things
from tests.reports.test_page import read
from tests.reports.test_sheets import written

APART = "The two files do not seem to join, so no percentage is given."
LOOSE = "The two files join only in part"


def joined(elsewhere: int, unknown: int) -> Findings:
    """Findings of which 80 of 100 were in time, with 100 crime records and 50 references."""
    found = things.one_row()
    assert found.crimes is not None
    found.crimes.tally.good, found.references = 100, 50
    found.elsewhere, found.unknown_refs = elsewhere, unknown
    found.outcomes = Counts({Outcome.MET: 80, Outcome.LATE: 20})
    found.by = {Axis.UNIT: {"powys": Counts(found.outcomes)}}
    return found


@pytest.mark.parametrize(("elsewhere", "unknown"), [(50, 0), (0, 25), (100, 50)])
def test_files_that_do_not_join_give_no_percentage_but_what_to_check(elsewhere: int, unknown: int) -> None:
    said = read(joined(elsewhere, unknown)).words
    assert APART in said
    assert "%" not in said
    assert "read by the right pattern, and that both files cover the same days" in said


def test_no_table_has_a_rate_where_the_files_do_not_join(tmp_path: Path) -> None:
    assert [row["rate"] for row in written(joined(49, 24), tmp_path / "a")["by-unit"]] == ["0.8"]
    assert [row["rate"] for row in written(joined(50, 0), tmp_path / "b")["by-unit"]] == [""]


def test_files_that_join_in_part_have_a_figure_with_the_doubt_beside_it() -> None:
    said = read(joined(10, 0)).words
    assert "80 of 100 reports that start a clock were recorded within 24 hours. That is 80.0%" in said
    assert LOOSE in said
    assert "10 of 100 crime records met no log of one.csv." in said
    assert "references of the log are unknown to crimes.csv" not in said


def test_a_few_that_do_not_join_are_not_in_the_headline() -> None:
    said = read(joined(9, 4)).words
    assert LOOSE not in said
    assert APART not in said


@given(st.integers(0, 100), st.integers(0, 50))
def test_there_is_a_figure_exactly_where_less_than_half_is_lost(elsewhere: int, unknown: int) -> None:
    found = joined(elsewhere, unknown)
    assert timed(found, FORCE) is (elsewhere < 50 and unknown < 25)
    assert base(found, FORCE).loose is (elsewhere >= 10 or unknown >= 5)


def test_unknown_categories_and_units_stand_under_the_headline() -> None:
    found = joined(0, 0)
    found.incidents = 573
    found.categories = Counter({"theft": 428, "NOISE": 100, "PETS": 45})
    found.units = Counter({"powys": 500, "ZZ": 73})
    said = read(found).words
    assert "145 of 573 incidents have a category that Cofnod doesn't know, so they start no clock" in said
    assert "73 of 573 incidents have a unit that Cofnod doesn't know, so they stand on nobody's list" in said


def test_a_few_unknown_categories_are_told_further_down_alone() -> None:
    found = joined(0, 0)
    found.incidents, found.categories = 573, Counter({"theft": 516, "NOISE": 57})
    assert "that Cofnod doesn't know, so" not in read(found).words


@pytest.mark.parametrize(
    ("missed", "alerted", "told"),
    [
        (1, 1, "1 was recorded late, or not at all. Cofnod would have put it before somebody before its"),
        (1, 0, "Cofnod would not have put it before anybody"),
        (5, 0, "Cofnod would have put none of them before anybody"),
        (5, 1, "Cofnod would have put 1 of them before somebody"),
        (
            5,
            4,
            "Half of them would have been told of at least 2 h before the deadline, by an alert or directly.",
        ),
        (1, 1, "Somebody would have been told 2 h before the deadline, by an alert or directly."),
    ],
)
def test_one_case_is_told_as_one(missed: int, alerted: int, told: str) -> None:
    found = joined(0, 0)
    found.caught = Caught(missed, alerted, alerted, 0, array("d", [7200.0] * alerted))
    assert told in read(found).words
