"""Every figure of every weekly digest, recomputed from the exported trail by an independent script."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.services.case import Request
from bot.services.digests import subscribing, weekly
from bot.services.keeping import exporting
from bot.services.keeping.exporting import Stretch
from bot.store import claims
from bot.store.store import Store
from tests.builders import FORCE, OFFICER, OTHER_OFFICER, REGISTRAR, ROSTER, SERGEANT
from tests.naive.weeks import UNITS, Week
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]

SCRIPT = Path(__file__).parent / "recompute_weekly.py"
STEPS = 500  # about ten days
DAILY = replace(FORCE, sample_percent=25)


def look_after(week: Week) -> None:
    """What the job does."""
    while found := week.store.read_now(weekly.ready, week.at):
        week.do(weekly.send, found)


@pytest.fixture(params=range(2))
def lived(request: pytest.FixtureRequest, database_url: str) -> Iterator[Week]:
    """Some days at random; weekly digests come to people of several kinds, and to one who asks each day."""
    store = Store(database_url, DAILY, ROSTER)
    week = Week(store, Random(request.param))
    week.do(claims.feeds_are, ["niche"])
    for who in (SERGEANT, OFFICER, OTHER_OFFICER):
        week.do(subscribing.subscribe, Request(f"form:{who}", who), False, True, week.chance.sample(UNITS, 2))
    for n in range(STEPS):
        look_after(week)
        if n % 50 == 0:
            asked = week.store.read_now(weekly.own, week.at, ROSTER.by_collar(REGISTRAR))
            week.do(weekly.send_now, Request(f"now:{n}", REGISTRAR), asked)
        week.step()
    yield week
    store.close()


def exported(week: Week) -> list[str]:
    """The trail as it is given away."""
    return week.store.read_now(lambda work: list(exporting.lines(work, Stretch())), week.at)


def recomputed(lines: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What the script says of an export."""
    trail, force = folder / "trail.jsonl", folder / "force.json"
    trail.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    said = {"clock_hours": FORCE.stages.clock.total_seconds() / 3600, "zone": FORCE.zone}
    force.write_text(json.dumps(said | {"units": list(FORCE.units), "categories": list(FORCE.categories)}))
    command = [sys.executable, "-I", str(SCRIPT), str(trail), str(force)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_figure_of_a_weekly_digest_is_the_same_again(lived: Week, tmp_path: Path) -> None:
    lines = exported(lived)
    done = recomputed(lines, tmp_path)
    assert done.stderr == ""
    assert done.stdout.endswith(" 0 differences\n"), done.stdout
    assert int(done.stdout.split()[0]) > 10
    _differs_without(lines, "negation_confirmed", tmp_path)
    _holds_something(lines, lambda figures: sum(figures["counts"].values()))
    _holds_something(lines, lambda figures: figures["looks"] and sum(figures["looks"].values()))


def _differs_without(lines: list[str], kind: str, folder: Path) -> None:
    done = recomputed([line for line in lines if f'"kind":"{kind}"' not in line], folder)
    assert done.returncode == 1
    assert " says " in done.stdout


def _holds_something(lines: list[str], counted: Callable[[dict[str, dict[str, int]]], object]) -> None:
    facts = [json.loads(line)["fact"] for line in lines]
    assert any(counted(f["values"]["figures"]) for f in facts if f["kind"] == "digest_made")
