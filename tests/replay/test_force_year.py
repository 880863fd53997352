"""A generated force-year whose truth is known: a replay's figures equal it exactly."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from statistics import median

import pytest

from bot.replay.findings import Findings
from bot.replay.run import replay
from tests.builders import FORCE
from tests.replay.force_year import Truth, Year
from tests.replay.pasts import past

AT = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Truth, Findings]]:
    folder = tmp_path_factory.mktemp("year")
    made = Year(folder, date(2025, 11, 1), 365, 400)
    with replay(*past(folder), FORCE, None, AT, lambda rows: None) as findings:
        yield made.truth, findings


def test_every_row_is_accounted_for_with_its_reason(year: tuple[Truth, Findings]) -> None:
    truth, found = year
    tally = found.log.tally
    assert (tally.seen, tally.bad) == (truth.rows, sum(truth.bad.values()))
    assert found.log.reasons == truth.bad
    assert (found.incidents, found.again, found.changed) == (truth.incidents, truth.again, truth.changed)
    assert tally.good == found.incidents + found.again + found.changed


def test_the_figures_equal_the_truth_exactly(year: tuple[Truth, Findings]) -> None:
    truth, found = year
    assert found.until == truth.until
    assert found.outcomes == truth.outcomes
    assert found.watched == truth.watched
    assert _flat(found) == truth.by
    assert (found.waiting, found.elsewhere) == (truth.spare, truth.elsewhere)


def test_every_wait_is_true_to_the_second(year: tuple[Truth, Findings]) -> None:
    truth, found = year
    assert sorted(found.waits) == sorted(truth.waits)
    assert median(found.waits) == median(truth.waits)


def test_all_that_was_missed_is_listed_and_would_have_been_told(year: tuple[Truth, Findings]) -> None:
    truth, found = year
    missed = truth.outcomes["late"] + truth.outcomes["overdue"]
    assert found.caught.missed == len(list(found.lists["late"])) == missed
    assert found.caught.alerted == found.caught.listed == missed
    assert found.told["overdue"].count >= missed


def test_the_second_look_finds_what_was_planted(year: tuple[Truth, Findings]) -> None:
    truth, found = year
    assert found.look_counts == truth.looks


def _flat(found: Findings) -> Counter[tuple[str, str, str]]:
    return Counter(
        {
            (str(axis), value, str(outcome)): n
            for axis, rows in found.by.items()
            for value, counts in rows.items()
            for outcome, n in counts.items()
        }
    )
