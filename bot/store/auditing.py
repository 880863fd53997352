"""The auditor's own reading: clocks, what was told of them, what Slack was never shown."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from bot.domain.auditing import Clock
from bot.domain.clock import Stage
from bot.domain.offence import RUNNING, State
from bot.store import trail
from bot.store.tables import alerts, incidents, ladder_steps, messages, offences, slots, subscriptions
from bot.store.tables import meetings as meeting_rows
from bot.store.work import Work

CHUNK = 500
A_DAY = timedelta(days=1)
LIST, BOARD, RECORD = "dmm_list", "dmm_board", "dmm_record"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
SENT = frozenset({"run", "late"})
TELLING = frozenset({"told", "summed_up", "after_quiet", "late"})
CLOCK = (
    select(
        incidents.c.id, incidents.c.key, offences.c.n, incidents.c.unit, offences.c.told_at,
        incidents.c.first_seen_at, offences.c.state, offences.c.decided_at, offences.c.checked_at,
    )
    .select_from(offences.join(incidents, incidents.c.id == offences.c.incident_id))
)  # fmt: skip
RUNS = offences.c.state.in_(tuple(state.value for state in RUNNING))
UNSHOWN = and_(messages.c.wanted > messages.c.shown, messages.c.failed.is_(None), messages.c.shown == 0)
PASSIVE = frozenset(
    {"stage_crossed", "people_told", "alert_acknowledged", "request_refused", "incident_allocated"}
)


def clocks(work: Work, told_since: datetime) -> list[Clock]:
    """Every clock that runs, and those that began since an instant and have stopped."""
    ours = incidents.c.force == work.force.id
    running = CLOCK.where(ours, RUNS)
    stopped = CLOCK.where(ours, ~RUNS, offences.c.told_at > told_since)
    return [*_clocks(work, running), *_clocks(work, stopped)]


def _clocks(work: Work, asked: Select[Any]) -> Iterator[Clock]:
    for row in work.conn.execute(asked):
        stopped = row.checked_at if row.state == State.CONFIRMED else row.decided_at
        ends = None if row.state in RUNNING else stopped or row.told_at
        yield Clock(row.id, row.key, row.n, row.unit, row.told_at, row.first_seen_at, ends)


def told_stages(work: Work, incident_ids: Sequence[int]) -> set[tuple[int, int, str]]:
    """Incident, offence and stage of each crossing of which a message tells that is there to be shown."""
    asked = select(alerts.c.incident_id, alerts.c.n, alerts.c.stage).join(messages)
    found: set[tuple[int, int, str]] = set()
    for some in chunks(sorted(set(incident_ids))):
        rows = work.conn.execute(asked.where(alerts.c.incident_id.in_(some)))
        found |= {(row.incident_id, row.n, Stage(row.stage).code) for row in rows}
    return found


def incident_ids(work: Work, keys: Iterable[str]) -> dict[str, int]:
    """The row ids of incidents, by their keys."""
    found: dict[str, int] = {}
    for some in chunks(sorted(set(keys))):
        rows = work.conn.execute(select(incidents.c.key, incidents.c.id).where(incidents.c.key.in_(some)))
        found |= {row.key: row.id for row in rows}
    return found


def changes(work: Work, stream: str) -> list[datetime]:
    """When something was entered on a trail that may have set a clock going, or set it otherwise."""
    bodies = (row.body for row in trail.rows(work.conn, stream))
    return [
        datetime.fromisoformat(body["entered"]) for body in bodies if body and body["kind"] not in PASSIVE
    ]


def unshown(work: Work, put_until: datetime) -> list[tuple[str, datetime]]:
    """The messages that Slack was never shown and never refused, put by an instant; and when they were."""
    rows = work.conn.execute(
        select(messages.c.key, messages.c.put_at).where(UNSHOWN, messages.c.put_at <= put_until)
    )
    return [(key, put_at) for key, put_at in rows]


class StepRow(NamedTuple):
    """One step of the ladder: when it was due, when it was settled, whether its message is missing."""

    due_at: datetime
    settled_at: datetime | None
    lacks_message: bool


def steps(work: Work, incident_ids: Sequence[int]) -> dict[tuple[int, int, str, int], StepRow]:
    """Every step of some incidents, by incident, offence, rung and place."""
    its, found = ladder_steps.c, dict[tuple[int, int, str, int], StepRow]()
    columns = (
        its.incident_id,
        its.n,
        its.stage,
        its.step,
        its.due_at,
        its.settled_at,
        its.reason,
        messages.c.key,
    )
    joined = ladder_steps.outerjoin(messages, messages.c.key == its.message_key)
    for some in chunks(sorted(set(incident_ids))):
        for row in work.conn.execute(select(*columns).select_from(joined).where(its.incident_id.in_(some))):
            lacks = row.reason in TELLING and row.key is None
            found[row.incident_id, row.n, row.stage, row.step] = StepRow(row.due_at, row.settled_at, lacks)
    return found


def choices(work: Work, kind: str) -> dict[str, tuple[bool, datetime]]:
    """What people chose about a kind of digest, and since when, by collar number."""
    its = subscriptions.c
    rows = work.conn.execute(select(its.collar, its.wanted, its.since).where(its.kind == kind))
    return {row.collar: (row.wanted, row.since) for row in rows}


def made(work: Work, kind: str, whats: Iterable[str]) -> set[str]:
    """Those of some digests (`collar|day`) that were made, or whose slot says why not."""
    wanted = {what: tuple(what.split("|")) for what in whats}
    jobs = {f"{kind}:{collar}" for collar, _ in wanted.values()}
    outcomes: dict[tuple[str, str], str] = {}
    for some in chunks(sorted(jobs)):
        rows = work.conn.execute(
            select(slots.c.job, slots.c.local_date, slots.c.outcome).where(slots.c.job.in_(some))
        )
        outcomes |= {(row.job, row.local_date.isoformat()): row.outcome for row in rows}
    sent = {what: f"{kind}:{collar}:{day}" for what, (collar, day) in wanted.items()}
    stand = there(work, sent.values())
    slot = {what: outcomes.get((f"{kind}:{collar}", day)) for what, (collar, day) in wanted.items()}
    return {what for what, how in slot.items() if how and (how not in SENT or sent[what] in stand)}


class MeetingRow(NamedTuple):
    """A meeting's state, when it ended, whether its list was put and is there, and its record likewise."""

    state: str
    list_stands: bool
    ended_at: datetime | None
    record_stands: bool


def meetings(work: Work, since: date) -> dict[tuple[str, str], MeetingRow]:
    """The meetings of the local days from one on, by unit and day."""
    its, days = meeting_rows.c, [since + n * A_DAY for n in range((work.today - since).days + 2)]
    of_unit = its.unit.in_(sorted(work.force.units))
    asked = select(its.unit, its.day, its.state, its.listed_at, its.ended_at)
    rows = work.conn.execute(asked.where(of_unit, its.day.in_(days))).all()
    of = [(row.unit, row.day.isoformat()) for row in rows]
    stand = there(work, [f"{what}:{unit}:{day}" for unit, day in of for what in (LIST, BOARD, RECORD)])
    return {at: _meeting(row, at, stand) for row, at in zip(rows, of, strict=True)}


def _meeting(row: Any, at: tuple[str, str], stand: set[str]) -> MeetingRow:
    name = ":".join(at)
    record = f"{RECORD}:{name}" in stand and f"{BOARD}:{name}" in stand
    listed = row.listed_at is not None and f"{LIST}:{name}" in stand
    return MeetingRow(row.state, listed, row.ended_at, record)


def first_meetings(work: Work) -> dict[str, date]:
    """The first local day of which each unit has a meeting."""
    its = meeting_rows.c
    return {
        row.unit: row.day
        for row in work.conn.execute(select(its.unit, func.min(its.day).label("day")).group_by(its.unit))
    }


def there(work: Work, keys: Iterable[str]) -> set[str]:
    """Those of some messages that exist."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        found |= set(work.conn.execute(select(messages.c.key).where(messages.c.key.in_(some))).scalars())
    return found


def dealt_with(work: Work, keys: Iterable[str]) -> set[str]:
    """Those of some messages that Slack was shown, or has refused for good, or that are gone."""
    wanted = set(keys)
    waiting: set[str] = set()
    for some in chunks(sorted(wanted)):
        asked = select(messages.c.key).where(UNSHOWN, messages.c.key.in_(some))
        waiting |= set(work.conn.execute(asked).scalars())
    return wanted - waiting


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Some values at a time: a statement takes only so many."""
    return (values[n : n + CHUNK] for n in range(0, len(values), CHUNK))
