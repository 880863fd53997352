"""Findings of several parts of a log, added up to those of the whole."""

from collections import Counter

from bot.replay.findings import KEPT, Caught, Export, Findings, Told

SUMS = (
    "incidents", "again", "changed", "watched", "opened_by_crime", "after_closing", "waiting", "elsewhere",
    "references", "unknown_refs", "cancelled",
)  # fmt: skip
COUNTS = ("readings", "categories", "units", "outcomes", "look_counts")


def add(whole: Findings, part: Findings) -> None:
    """Add what was counted of a part; its file, its span and its lists are the whole's own business."""
    for name in SUMS:
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    for name in COUNTS:
        getattr(whole, name).update(getattr(part, name))
    for axis, rows in part.by.items():
        for value, counts in rows.items():
            whole.by.setdefault(axis, {}).setdefault(value, Counter()).update(counts)
    whole.waits.extend(part.waits)
    for stage, told in part.told.items():
        whole.told.setdefault(stage, Told()).leads.extend(told.leads)
    _add_caught(whole.caught, part.caught)


def _add_caught(whole: Caught, part: Caught) -> None:
    for name in ("missed", "alerted", "listed", "spared"):
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    whole.leads.extend(part.leads)


def add_export(whole: Export, part: Export) -> None:
    """Add the account of a part of a file."""
    whole.tally.add(part.tally)
    whole.reasons.update(part.reasons)
    whole.unread = [*whole.unread, *part.unread][:KEPT]
    whole.broken = whole.broken or part.broken
