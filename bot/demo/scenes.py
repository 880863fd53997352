"""The scenes: incidents that a story needs, each so long before or after it begins."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.incidents import Change, Invented

OPENING, MORNING, DAY = (Path(__file__).with_name(f"{name}.toml") for name in ("opening", "morning", "day"))
SPAN = re.compile(r"(?P<sign>-?)(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?:(?P<seconds>\d+)s)?")
DELAY = timedelta(minutes=2)  # between a report and its log


@dataclass(frozen=True, slots=True)
class Planted:
    """A record of the crime system that a scene needs: of which incident, and when it was made (UTC)."""

    ref: str
    of: str
    at: datetime
    offence_class: str = ""
    cancelled_at: datetime | None = None
    code: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """When a story begins (UTC), how long it is, the seed of its background, and what is planted in it.

    In `cleared` units the background leaves nothing undecided at the beginning: only what is planted is open.
    """

    starts: datetime
    hours: float
    seed: int
    cleared: frozenset[str]
    planted: tuple[Invented, ...]
    records: tuple[Planted, ...] = ()
    begins_as: str = "U0MORGAN"  # whose eyes one looks through first
    name: str = "opening"


def load_scene(path: Path) -> Scene:
    """The scene that a file describes."""
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    starts = read["starts"].astimezone(UTC)
    planted = tuple(_planted(row, starts) for row in read["incident"])
    records = tuple(_record(row, starts) for row in read.get("crime", ()))
    cleared = frozenset(read.get("cleared", ()))
    scene = Scene(starts, read.get("hours", 0), read["seed"], cleared, planted, records)
    return replace(scene, begins_as=read.get("begins_as", scene.begins_as), name=path.stem)


def span(text: str) -> timedelta:
    """A stretch such as `3h20m` or `-25h`."""
    found = SPAN.fullmatch(text)
    if not text or not found:
        raise ValueError(f"{text!r} should be a stretch like 3h20m")
    parts = {name: int(found[name] or 0) for name in ("hours", "minutes", "seconds")}
    return timedelta(**parts) * (-1 if found["sign"] else 1)


def _planted(row: dict[str, Any], starts: datetime) -> Invented:
    reported = starts + span(row["at"])
    later = (_change(change, starts) for change in row.get("later", ()))
    known: dict[str, Any] = {n: _frozen(v) for n, v in row.items() if n not in ("at", "later")}
    changes = tuple(sorted(later, key=lambda change: change.at))
    return Invented(reported, reported + DELAY, **known, changes=changes)


def _record(row: dict[str, str], starts: datetime) -> Planted:
    gone = starts + span(row["cancelled"]) if "cancelled" in row else None
    kind, code, by = (row.get(name, "") for name in ("class", "code", "by"))
    return Planted(row["ref"], row["of"], starts + span(row["at"]), kind, gone, code, by)


def _change(row: dict[str, Any], starts: datetime) -> Change:
    [(field, value)] = [(name, value) for name, value in row.items() if name != "at"]
    return Change(starts + span(row["at"]), field, _frozen(value))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
