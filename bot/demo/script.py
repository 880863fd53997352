"""A day as it is written down: who types or clicks what, when, and what should come of it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.scenes import Scene, load_scene

SERGEANTS = "#bcu-carmarthenshire"
NAMED = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One gesture of one person, at an instant (UTC), and what is expected of it.

    `refused` and `shows` are words of the answer; None where the step says nothing of the kind.
    """

    at: datetime
    who: str
    channel: str = SERGEANTS
    says: str = ""
    clicks: str = ""
    near: str = ""
    on: str = "list"
    fills: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    becomes: str = ""
    oic: str = ""
    refused: tuple[str, ...] | None = None
    shows: tuple[str, ...] | None = None

    @property
    def incident(self) -> str:
        """The name of the incident that is looked at afterwards."""
        return self.of.partition(".")[0]

    @property
    def offence(self) -> int:
        """The offence of it."""
        return int(self.of.partition(".")[2] or 1)


@dataclass(frozen=True, slots=True)
class Script:
    """A scene with all its steps, in order, and when it ends (UTC)."""

    scene: Scene
    steps: tuple[Step, ...]
    ends: datetime


def load_script(path: Path, zone: str) -> Script:
    """The script in a file; the times in it are local."""
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    scene, steps = load_scene(path), list[Step]()
    now = scene.starts.astimezone(ZoneInfo(zone))
    for row in read["step"]:
        now = _next(now, row["at"])
        steps.append(_step(row, now))
    return Script(scene, tuple(steps), _next(now, read["ends"]).astimezone(scene.starts.tzinfo))


def _next(now: datetime, text: str) -> datetime:
    """The next time that a local clock shows this."""
    then = datetime.combine(now.date(), time.fromisoformat(text), now.tzinfo)
    return then if then >= now else then + timedelta(days=1)


def _step(row: dict[str, Any], at: datetime) -> Step:
    told: dict[str, Any] = {name: _frozen(v) for name, v in row.items() if name not in ("at", "in")}
    return Step(at, channel=row.get("in", SERGEANTS), **told)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def spoken(text: str, ref: Callable[[str], str]) -> str:
    """A text with the references of the incidents that it names in braces."""
    return NAMED.sub(lambda found: ref(found[1]), text)
