"""The tables of a replay as CSV files, one file a table, ready for a spreadsheet.

No cell can start a formula: what begins like one is given an apostrophe, which a spreadsheet shows as text.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.figures import JUDGED, Outcome
from bot.domain.force import Force
from bot.domain.incident import IncidentKey
from bot.domain.people import Roster
from bot.domain.personal import common
from bot.domain.second_look import OF_LOGS
from bot.replay.findings import Axis, Findings, Listed, Spoken, Traffic
from bot.reports import measures, view
from bot.reports.base import timed
from bot.reports.canvas import clean
from bot.reports.codes import Codes, codes
from bot.reports.summary import h_mm, rate, summary, whole

ENCODING = "utf-8-sig"  # Excel takes a file without the mark for an old code page, and spoils ŵ and ŷ
FORMULA = "=+@＝＋－＠-"
INSIDE = re.compile(rf"(?:^|[;\t|])\s*[{FORMULA}]")  # also where a program cuts a cell at other marks
Cell = str | int | float | datetime | None
Sheet = tuple[Sequence[str], Iterable[Sequence[Cell]]]
LISTED = ("reference", "day", "unit", "category", "opening_category", "reported_at")


def write_sheets(
    findings: Findings, force: Force, folder: Path, roster: Roster | None = None, lang: str = "en"
) -> list[Path]:
    """Write every table into a folder, made where it is missing; tells what was written.

    Codes stand as the log has them, with the page's words of a language beside those that are ours; times
    are ISO in the force's zone, with offset; lengths are whole seconds, rates 0 to 1. Raises OSError where
    the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(force.zone)
    written = []
    for name, (heads, rows) in sheets(findings, force, roster, lang).items():
        written.append(folder / f"{name}.csv")
        written[-1].unlink(missing_ok=True)  # a link there is replaced, not followed
        with written[-1].open("w", encoding=ENCODING, newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(heads)
            sheet.writerows([safe(cell, zone) for cell in row] for row in rows)
    return written


def safe(cell: Cell, zone: ZoneInfo) -> str | int | float:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers, and nothing is blank."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(cell, str):
        text = clean(cell)
        return f"'{text}" if INSIDE.search(text) else text
    return cell


def sheets(findings: Findings, force: Force, roster: Roster | None, lang: str) -> dict[str, Sheet]:
    """Every table by the name of its file: its heads and its rows."""
    words = codes(force, lang, timed(findings, force))
    found: dict[str, Sheet] = {"summary": (("what", "value"), summary(findings, force, roster))}
    found |= {"outcomes": _outcomes(findings, words), "rows": _rows(findings)}
    found |= {f"by-{axis}": _by_axis(findings, force, axis) for axis in Axis}
    found |= {"time-to-record": _steps(findings), "stages": _stages(findings, words)}
    found |= {"channels": _channels(findings), "mentions": _mentions(findings, roster)}
    found |= {"second-look": _looks(findings, words), "late": _late(findings, words)}
    found |= {
        "categories": _codes(findings.categories, force.categories),
        "alerts": _alerts(findings, roster),
    }
    found |= {"units": _codes(findings.units, force.units), "times": _times(findings, words)}
    return found | {"unread": _unread(findings, words)}


def _outcomes(findings: Findings, words: Codes) -> Sheet:
    return ("outcome", "in_words", "judged", "count"), [
        (o, words.outcome(o), "yes" if o in JUDGED else "no", findings.outcomes.get(o, 0)) for o in Outcome
    ]


def _rows(findings: Findings) -> Sheet:
    heads = ("file", "seen", "in", "unchanged", "filtered", "unread", "read_to_the_end")
    return heads, [
        (f.file, t.seen, t.good, t.unchanged, t.filtered, t.bad, "no" if f.broken else "yes")
        for f in view.files(findings)
        for t in (f.tally,)
    ]


def _by_axis(findings: Findings, force: Force, axis: Axis) -> Sheet:
    heads = (axis.value, "in_24_hours", "judged", "rate", "low", "high", *Outcome, "on_clock")
    return heads, [
        (
            row.code,
            *rate(row.share, timed(findings, force)),
            *(row.counts.get(o, 0) for o in Outcome),
            row.total,
        )
        for row in view.every_row(findings, force, axis)
    ]


def _steps(findings: Findings) -> Sheet:
    return ("after_hours", "to_hours", "records"), measures.steps(findings.waits)


def _stages(findings: Findings, words: Codes) -> Sheet:
    heads = ("stage", "in_words", "told", *_before("median_"), "told_after_deadline")
    return heads, [
        (each.code, words.stage(each.code), each.count, whole(lead), h_mm(lead), each.after)
        for each in view.stages(findings.told)
        for lead in (each.lead.median if each.lead else None,)
    ]


def _before(prefix: str = "") -> Sequence[str]:
    return f"{prefix}seconds_before_deadline", f"{prefix}h_mm_before_deadline"


def _channels(findings: Findings) -> Sheet:
    return ("channel", "day", "new_messages", "thread_replies"), [
        (channel, *row) for channel, traffic in sorted(findings.channels.items()) for row in _days(traffic)
    ]


def _days(traffic: Traffic) -> Iterator[Sequence[Cell]]:
    for day in sorted(traffic.posts | traffic.replies):
        yield day, traffic.posts[day], traffic.replies[day]


def _mentions(findings: Findings, roster: Roster | None) -> Sheet:
    return ("rank_or_role", "people", "mentions", "median_a_day_of_one", "most_a_day_of_one"), [
        (each.code, each.people, each.mentions, each.median, each.busiest)
        for each in view.groups(findings, roster)
    ]


def _key(key: IncidentKey) -> Sequence[Cell]:
    """A reference as people may type it, and its day; without the # a spreadsheet takes some for a date."""
    return f"#{key.ref}", key.day.isoformat()


def _listed(each: Listed) -> Sequence[Cell]:
    return *_key(each.key), each.unit, each.category, each.opening_category, each.told_at


def _looks(findings: Findings, words: Codes) -> Sheet:
    return ("signal", "in_words", *LISTED), (
        (signal, words.signal(signal), *_listed(each))
        for signal in OF_LOGS
        for each in findings.lists.get(signal, ())
    )


def _late(findings: Findings, words: Codes) -> Sheet:
    return (*LISTED, "outcome", "in_words", "seconds_to_record", "h_mm_to_record"), (
        (*_listed(each), each.outcome, words.outcome(each.outcome), whole(each.seconds), h_mm(each.seconds))
        for each in findings.lists.get("late", ())
    )


def _alerts(findings: Findings, roster: Roster | None) -> Sheet:
    heads = ("told_at", "crossed_at", "stage", "reference", "day", "unit", "category", *_before())
    return (*heads, "channel", "new_message", "mentions"), (
        (each.at, each.crossed, each.stage.code, *_alerted(each), _ranks(each, roster))
        for each in findings.spoken
    )


def _alerted(each: Spoken) -> Sequence[Cell]:
    new, left = "yes" if each.alone else "no", (whole(each.lead), h_mm(each.lead))
    return *_key(each.key), each.unit, each.category, *left, each.channel, new


def _ranks(each: Spoken, roster: Roster | None) -> str:
    """Whom an alert mentions, by rank or role, never by name or number."""
    return " ".join(sorted(view.group(collar, roster) or "other" for collar in each.people))


def _unread(findings: Findings, words: Codes) -> Sheet:
    return ("file", "line", "column", "reason", "in_words", "time_as_written"), [
        (row.file, row.line, row.column, row.reason, words.reason(row.reason), row.raw_time)
        for export in view.files(findings)
        for row in export.unread
    ]


def _codes(counted: Counter[str], known: Collection[str]) -> Sheet:
    shown, rare = common(counted, known)
    rows = [(code, n, "yes" if code in known else "no") for code, n in shown.most_common()]
    if rare:
        rows.append((view.RARE, rare.total(), "no"))
    return ("code", "incidents", "in_force_toml"), rows


def _times(findings: Findings, words: Codes) -> Sheet:
    return ("reading", "in_words", "rows"), [
        (code, words.reading(code), n) for code, n in findings.readings.most_common()
    ]
