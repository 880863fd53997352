"""Meetings as tables: one record's incidents, and the meetings of a time; codes stand as they are kept."""

from collections.abc import Iterator

from bot.domain.meeting_figures import Met, Tally
from bot.domain.meeting_record import Paper, Recorded
from bot.reports.sheets import Cell
from bot.reports.tables import csv_bytes
from bot.services.meetings.accounts import Account

RECORD_HEADS = (
    "unit", "day", "due_at", "begun_at", "ended_at", "chair", "incident", "incidents", "category",
    "item_due_at", "with", "outcome", "decided_as", "offered_to", "line", "by", "at", "no_meeting_left",
)  # fmt: skip
ACCOUNT_HEADS = (
    "unit", "day", "due_at", "due_end", "begun_at", "ended_at", "came", "late", "items", "reviewed",
    "read_out", "unseen",
)  # fmt: skip


def record_csv(paper: Paper, zone: str) -> bytes:
    """A row for each incident on the list; restricted ones are a row for each outcome, with how many."""
    met = paper.meeting
    meeting = (met.unit, met.day.isoformat(), met.due_at, met.begun_at, met.ended_at, met.chair)
    rows = [(*meeting, *row) for row in (*map(_item, paper.items), *_restricted(paper))]
    return csv_bytes(RECORD_HEADS, rows, zone)


def _item(each: Recorded) -> tuple[Cell, ...]:
    item, ref = each.item, f"{each.key.number}/{each.key.day:%d-%m-%Y}"
    return (
        ref, 1, each.category, item.due_at, item.oic, item.how.value, item.what, each.to_unit,
        item.line, item.by, item.at, int(item.no_meeting),
    )  # fmt: skip


def _restricted(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    for how, number in sorted(paper.restricted.items()):
        yield "restricted", number, "", None, "", how, "", "", "", "", None, ""


def account_csv(account: Account, zone: str) -> bytes:
    """A row for each meeting that was due."""
    return csv_bytes(ACCOUNT_HEADS, [_met(met, tally) for met, tally in account.meetings], zone)


def _met(met: Met, tally: Tally) -> tuple[Cell, ...]:
    return (
        met.unit, met.day.isoformat(), met.due_at, met.due_end, met.begun_at, met.ended_at, met.came.value,
        int(met.late), tally.items, tally.reviewed, tally.read_out, tally.unseen,
    )  # fmt: skip
