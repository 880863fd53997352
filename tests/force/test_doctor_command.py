"""`cofnod doctor` as a shell sees it."""

import os
import subprocess
import sys
from pathlib import Path

from bot.migrations import upgrade
from tests.house import ROOT


def doctor(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor", "--offline"],
        env={**plain, "COFNOD_DATA": str(folder), **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_findings_are_a_line_each_and_exit_one(tmp_path: Path) -> None:
    shown = doctor(tmp_path)
    assert (shown.returncode, shown.stderr) == (1, "")
    assert "The database is empty; run cofnod migrate." in shown.stdout.splitlines()


def test_a_roster_with_a_bad_line_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/cofnod.db")
    (tmp_path / "staff.csv").write_text("collar,surname,rank,unit\n1,Rees,boss,powys\n", encoding="utf-8")
    shown = doctor(tmp_path, COFNOD_ROSTER=str(tmp_path / "staff.csv"))
    assert shown.returncode == 1
    assert any(line.startswith("staff.csv, line 2: rank should be") for line in shown.stdout.splitlines())
