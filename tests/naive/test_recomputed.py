"""Every figure of every digest, recomputed from the exported trail by a script that knows nothing of us."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.services.case import Request
from bot.services.digests import daily, subscribing
from bot.services.keeping import exporting
from bot.services.keeping.exporting import Stretch
from bot.store import claims
from bot.store.store import Store
from tests.builders import FORCE, OFFICER, OTHER_OFFICER, REGISTRAR, ROSTER, SERGEANT
from tests.naive.weeks import UNITS, Week
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]

SCRIPT = Path(__file__).parent / "recompute.py"
STEPS = 330  # about a week
QUARTER = replace(FORCE, sample_percent=25)  # a few sign-offs by chance among those that must be


@pytest.fixture(params=range(3))
def lived(request: pytest.FixtureRequest, database_url: str) -> Iterator[Week]:
    """Some days at random; digests are looked after all along, by people of several kinds."""
    store = Store(database_url, QUARTER, ROSTER)
    week = Week(store, Random(request.param))
    week.do(claims.feeds_are, ["niche"])
    for who in (SERGEANT, REGISTRAR, OFFICER, OTHER_OFFICER):
        week.do(subscribing.subscribe, Request(f"form:{who}", who), True, False, week.chance.sample(UNITS, 2))
    for _ in range(STEPS):
        week.do(daily.send_due)
        week.step()
    yield week
    store.close()


def recomputed(week: Week, folder: Path, spoil: Any = None) -> subprocess.CompletedProcess[str]:
    """What the script says of the export of a week."""
    trail, force = folder / "trail.jsonl", folder / "force.json"
    lines = week.store.read_now(lambda work: list(exporting.lines(work, Stretch())), week.at)
    trail.write_text("".join(f"{line}\n" for line in (spoil(lines) if spoil else lines)), encoding="utf-8")
    force.write_text(json.dumps({"clock_hours": FORCE.stages.clock.total_seconds() / 3600}))
    command = [sys.executable, "-I", str(SCRIPT), str(trail), str(force)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_figure_of_a_random_week_is_the_same_again(lived: Week, tmp_path: Path) -> None:
    done = recomputed(lived, tmp_path)
    assert done.stderr == ""
    assert done.stdout.endswith(" 0 differences\n"), done.stdout
    assert int(done.stdout.split()[0]) > 25
    assert done.returncode == 0
    _seen_to_differ(lived, tmp_path)
    _holds_something_of_each(lived)


def without(kind: str, lines: list[str]) -> list[str]:
    """An export from which every fact of a kind was taken out."""
    return [line for line in lines if f'"kind":"{kind}"' not in line]


def _seen_to_differ(lived: Week, folder: Path) -> None:
    """What is taken out shows in the figures, and in the chain."""
    done = recomputed(lived, folder, partial(without, "offence_negated"))
    assert done.returncode == 1
    assert "the chain does not hold" in done.stdout
    assert " says " in done.stdout


def _holds_something_of_each(lived: Week) -> None:
    lines = lived.store.read_now(lambda work: list(exporting.lines(work, Stretch())), lived.at)
    facts = [json.loads(line)["fact"] for line in lines]
    made = [f["values"]["figures"] for f in facts if f["kind"] == "digest_made"]
    counts = ("overdue", "unallocated", "recorded", "judged", "negated", "mine", "restricted")
    assert not [name for name in counts if not any(figures[name] for figures in made)]
    assert all(any(sum(f[name][1:]) for f in made) for name in ("to_confirm", "to_sign_off"))
