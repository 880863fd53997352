"""What a replay counts of a handful of logs: alerts in vain, references, the period of the reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.figures import Outcome
from bot.replay.findings import Findings
from bot.replay.run import replay
from tests.builders import FORCE, ROSTER
from tests.replay.pasts import Log, past, write_crimes, write_log

REPORTED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = REPORTED + timedelta(days=9)


def log(number: int, closed: float | None, recorded: float | None = None) -> Log:
    """A theft that was closed and recorded so many hours after its report."""
    closed_at = None if closed is None else REPORTED + timedelta(hours=closed)
    crime_at = None if recorded is None else REPORTED + timedelta(hours=recorded)
    crime = "" if recorded is None else f"NC/{number}/26"
    return Log(number, REPORTED, REPORTED, "theft", "powys", closed_at, "", crime_at, crime=crime)


def found_in(folder: Path, logs: Sequence[Log], crimes: Sequence[Log] | None = None) -> Findings:
    """What a replay finds in these logs; the crime system has other records where they are given."""
    write_log(folder, logs, LATER)
    write_crimes(folder, logs if crimes is None else crimes, LATER)
    with replay(*past(folder), FORCE, ROSTER, LATER, lambda rows: None) as findings:
        return findings


def test_only_a_closed_log_that_was_never_recorded_had_its_alerts_in_vain(tmp_path: Path) -> None:
    never, late, still_open, soon = log(1, 2), log(2, 2, 40), log(3, None), log(4, 200, 3)
    findings = found_in(tmp_path, [never, late, still_open, soon])
    assert findings.after_closing == 1


def test_a_log_that_was_closed_after_its_last_alert_is_not_counted(tmp_path: Path) -> None:
    assert found_in(tmp_path, [log(1, 200)]).after_closing == 0


def test_references_of_the_log_are_counted_beside_those_that_nobody_knows(tmp_path: Path) -> None:
    logs = [log(1, 2, 3), log(2, 2, 40), log(3, None)]
    findings = found_in(tmp_path, logs, logs[:1])
    assert (findings.references, findings.unknown_refs) == (2, 1)


def test_the_reports_end_before_what_became_of_them(tmp_path: Path) -> None:
    findings = found_in(tmp_path, [log(1, 40, 30)])
    assert (findings.began, findings.ended) == (REPORTED, REPORTED)
    assert findings.until == REPORTED + timedelta(hours=40)


def test_only_what_lies_inside_both_files_is_judged(tmp_path: Path) -> None:
    """The log goes on for days after the crime records end, and one report was made before they begin."""
    early, judged = replace(log(1, None, 30), reported=REPORTED - timedelta(hours=1)), log(2, None, 3)
    after = replace(log(3, 200), reported=REPORTED + timedelta(hours=100))
    write_log(tmp_path, [early, judged, after], LATER)
    write_crimes(tmp_path, [judged], REPORTED + timedelta(hours=50))
    with replay(*past(tmp_path), FORCE, ROSTER, LATER, lambda rows: None) as findings:
        assert findings.outcomes == {Outcome.UNTIMED: 1, Outcome.MET: 1, Outcome.CLOSED: 1}
        assert findings.until == REPORTED + timedelta(hours=50)
