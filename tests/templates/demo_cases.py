"""What the demo says on the command line, each with invented values."""

from datetime import UTC, datetime
from typing import Any

from bot.demo.script import Step
from tests.templates.things import Case

BEGINS = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
STEP = Step(BEGINS, "Morgan", says="/confirm 123")
SURPRISE = {"step": STEP, "expected": "Hughes", "found": "Nobody on duty can just now."}
CODES = ("what", "how_many", "incident_received", "no_meeting_left", "refused")
SAID: list[tuple[str, str, dict[str, Any]]] = [
    ("up", "", {"at": BEGINS, "speed": 10}),
    ("up", "as_fast", {"at": BEGINS, "speed": 1}),
    ("try", "", {"ref": "53/20-11", "scene": "opening"}),
    ("then", "", {"ref": "53/20-11", "scene": "opening"}),
    ("try", "morning", {"ref": "53/20-11", "scene": "morning"}),
    ("then", "morning", {"ref": "53/20-11", "scene": "morning"}),
    ("port_taken", "", {"port": 8400}),
    ("playing", "", {"at": BEGINS}),
    ("weeks", "", {"at": BEGINS}),
    ("surprise", "", SURPRISE),
    *(("count", code, {"code": code}) for code in CODES),
]
DEMO = [
    Case(f"demo/{name}", special, values if "at" in values else {**values, "at": BEGINS}, "line")
    for name, special, values in SAID
]
