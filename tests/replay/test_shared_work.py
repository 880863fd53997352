"""A replay whose work is shared between processes finds what one process finds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.figures import Outcome
from bot.replay.findings import Findings
from bot.replay.run import PART, replay
from tests.builders import FORCE, ROSTER
from tests.replay.pasts import invented, past, write_crimes, write_log

AT = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("exports")
    logs = invented(11, date(2026, 3, 20), 12, 40)
    write_log(made, logs, AT)
    write_crimes(made, logs, AT)
    return made


def _told(findings: Findings) -> list[object]:
    """Everything that a replay found, in a shape that can be compared."""
    counted = {
        name: getattr(findings, name) for name in Findings.__slots__ if name not in ("spoken", "lists")
    }
    lists = {name: list(listed) for name, listed in findings.lists.items()}
    return [counted, list(findings.spoken), lists]


def test_parts_read_and_judged_by_several_processes_give_the_same_findings(folder: Path) -> None:
    with replay(*past(folder), FORCE, ROSTER, AT, lambda rows: None, PART) as findings:
        alone = _told(findings)
    seen = list[int]()
    size = (folder / "log.csv").stat().st_size
    with replay(*past(folder), FORCE, ROSTER, AT, seen.append, size // 5) as findings:
        shared = _told(findings)
    assert len(seen) > 5, "the files were not cut into parts"
    assert shared == alone


def test_a_log_whose_every_row_stands_twice_has_the_same_figures(folder: Path, tmp_path: Path) -> None:
    head, *rows = (folder / "log.csv").read_text().splitlines(keepends=True)
    (tmp_path / "log.csv").write_text(head + "".join(row * 2 for row in rows))
    (tmp_path / "crimes.csv").write_text((folder / "crimes.csv").read_text())
    with (
        replay(*past(folder), FORCE, ROSTER, AT, lambda rows: None) as once,
        replay(*past(tmp_path), FORCE, ROSTER, AT, lambda rows: None) as twice,
    ):
        assert (twice.again, once.again) == (once.incidents, 0)
        assert list(twice.spoken) == list(once.spoken)
        same = ("incidents", "watched", "outcomes", "by", "told", "caught", "look_counts", "late")
        assert {n: getattr(twice, n) for n in same} == {n: getattr(once, n) for n in same}


def test_records_joined_by_their_own_number_give_the_same_figures(folder: Path) -> None:
    log, crimes = past(folder)
    by_number = replace(crimes, mapping=crimes.mapping.model_copy(update={"reference": None}))
    with (
        replay(log, crimes, FORCE, ROSTER, AT, lambda rows: None) as by_day,
        replay(log, by_number, FORCE, ROSTER, AT, lambda rows: None) as joined,
    ):
        assert by_day.outcomes[Outcome.MET] > 0
        assert _told(joined) == _told(by_day)
