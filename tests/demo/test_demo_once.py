"""`cofnod demo --once` as a person runs it: the same day each time, and no trail that was touched passes."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import NamedTuple

import pytest

from bot.demo import play, run
from bot.demo.script import load_script
from bot.demo.shown import shown
from bot.demo.stage import Demonstration
from tests.demo.screens import Noted

ZONE = "Europe/London"
HOUR = Path(__file__).with_name("hour.toml")


class Ended(NamedTuple):
    """A process that has ended, and what it said."""

    code: int
    said: str
    complaints: str


def begun() -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL")}
    command = [sys.executable, "-m", "bot", "demo", "--once"]
    return subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, env=environ)


@pytest.fixture(scope="module")
def twice() -> list[Ended]:
    """Two at once: neither is in the other's way."""
    running = [begun(), begun()]
    said = [process.communicate(timeout=180) for process in running]
    return [Ended(process.returncode, *texts) for process, texts in zip(running, said, strict=True)]


def test_the_day_goes_as_it_is_written_and_the_trail_is_whole(twice: list[Ended]) -> None:
    for ended in twice:
        assert (ended.code, ended.complaints) == (0, "")
        assert ended.said.splitlines()[-1].endswith("The trail is whole.")


def test_a_second_run_has_the_same_counts(twice: list[Ended]) -> None:
    first, second = (ended.said for ended in twice)
    assert first == second
    counts = dict(line.rsplit("\t", 1) for line in first.splitlines() if "\t" in line)
    for code in (
        "Incidents received",
        "Warned: overdue",
        "Negations confirmed",
        "Refused",
        "Messages posted",
    ):
        assert int(counts[code]) > 0


def _tampered(demo: Demonstration) -> None:
    """Change one fact of the past, as somebody with the database in their hands could."""
    with sqlite3.connect(demo.settings.data / "cofnod.db") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE trail SET body = replace(body, 'NNO', 'CEC') WHERE body LIKE '%offence_negated%'")


def _left_alone(_: Demonstration) -> None:
    """Change nothing: the control of the control."""


@pytest.mark.parametrize(("meddle", "code"), [(_left_alone, 0), (_tampered, 1)])
async def test_a_day_passes_only_with_a_trail_that_nobody_touched(
    meddle: Callable[[Demonstration], None], code: int
) -> None:
    noted = Noted()
    assert await play(shown(noted), load_script(HOUR, ZONE), meddle) == code
    told = any("does not say what was written" in sentence for sentence in noted.complaints)
    assert told == bool(code)


async def test_a_step_that_comes_out_otherwise_fails_the_day() -> None:
    script, noted = load_script(HOUR, ZONE), Noted()
    steps = tuple(replace(step, becomes="recorded" if step.becomes else "") for step in script.steps)
    assert await play(shown(noted), replace(script, steps=steps)) == 1
    assert any("expected recorded, found negated" in sentence for sentence in noted.complaints)


async def test_a_port_that_is_taken_is_told_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        noted, port = Noted(), other.getsockname()[1]
        assert await run(port=port, speed=1, once=False, screen=noted) == 2
    assert noted.complaints == [
        f"Port {port} is taken. Choose another with --port, or leave it out: any free one will do."
    ]
