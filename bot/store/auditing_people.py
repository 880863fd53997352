"""The auditor's own reading of what people are to hear: dial-ins, shifts, handovers, what was returned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, text

from bot.store import trail
from bot.store.auditing import chunks, there
from bot.store.tables import (
    dial_in_answers,
    dial_in_tellings,
    dial_ins,
    duty_changes,
    feedback,
    handovers,
    incidents,
    messages,
    offences,
    slots,
)
from bot.store.work import Work

# Written out, and as the indexes have them: one that knows some rows only is of use to nothing else.
RUNS = text("offences.state IN ('open', 'returned', 'negated')")
STANDS = text("handovers.state = 'offered'")


class DialInRow(NamedTuple):
    """An occurrence of a series, as it stands."""

    series: str
    week: date
    starts_at: datetime
    state: str
    sequence: int
    planned_at: datetime


class TellingRow(NamedTuple):
    """Somebody is to hear of an occurrence; whether its message is there."""

    series: str
    week: date
    kind: str
    sequence: int
    collar: str
    due_at: datetime
    told_at: datetime | None
    stands: bool

    @property
    def is_done(self) -> bool:
        """Whether they were told, by a message that is there."""
        return self.told_at is not None and self.stands


class SlotRow(NamedTuple):
    """What became of a slot of the ledger, and when somebody took it."""

    outcome: str
    taken_at: datetime


def dial_in_rows(work: Work, since: datetime) -> dict[tuple[str, date], DialInRow]:
    """The occurrences that begin after an instant, by series and Monday."""
    asked = select(*(dial_ins.c[name] for name in DialInRow._fields)).where(dial_ins.c.starts_at > since)
    return {(row.series, row.week): DialInRow(*row) for row in work.conn.execute(asked)}


def tellings(work: Work, of: Iterable[DialInRow]) -> list[TellingRow]:
    """Everybody who is or was to hear of some occurrences."""
    its, found, wanted = dial_in_tellings.c, list[TellingRow](), list(of)
    asked = select(*(its[name] for name in TellingRow._fields[:-1])).where(
        its.series.in_({row.series for row in wanted}), its.week.in_({row.week for row in wanted})
    )
    rows = work.conn.execute(asked).all() if wanted else []
    keys = [f"dial_in:{r.series}|{r.week}|{r.kind}|{r.sequence}|{r.collar}" for r in rows]
    stand = there(work, keys)
    for row, key in zip(rows, keys, strict=True):
        its_own: tuple[Any, ...] = (*row, key in stand)
        found.append(TellingRow(*its_own))
    return found


def staying_away(work: Work, row: DialInRow) -> tuple[set[str], set[str]]:
    """Those who said that they do not come to an occurrence, and those whom somebody sends to it."""
    its = dial_in_answers.c
    asked = select(its.collar, its.answer, its.sent_by).where(its.series == row.series, its.week == row.week)
    said = work.conn.execute(asked).all()
    away = {each.collar for each in said if each.answer in ("not_coming", "deputy")}
    return away, {each.collar for each in said if each.sent_by}


def slots_of(work: Work, wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], SlotRow]:
    """What became of some slots, by job and local date; those that nobody took are left out."""
    pairs, its = set(wanted), slots.c
    asked = select(its.job, its.local_date, its.outcome, its.taken_at)
    found: dict[tuple[str, date], SlotRow] = {}
    for some in chunks(sorted({job for job, _ in pairs})):
        for row in work.conn.execute(asked.where(its.job.in_(some))):
            found[row.job, row.local_date] = SlotRow(row.outcome, row.taken_at)
    return {pair: found[pair] for pair in pairs if pair in found}


def held(work: Work) -> dict[str, set[str]]:
    """The trails of the incidents with something undecided that each holds or sees to, by collar number."""
    supervisor = func.coalesce(incidents.c.supervisor, incidents.c.allocated_by)
    asked = (
        select(incidents.c.key, incidents.c.oic, supervisor)
        .join(offences, offences.c.incident_id == incidents.c.id)
        .where(RUNS, offences.c.state.in_(("open", "returned")), incidents.c.oic.is_not(None))
        .where(incidents.c.force == work.force.id)
    )
    found: dict[str, set[str]] = {}
    for key, *collars in work.conn.execute(asked):
        for collar in filter(None, collars):
            found.setdefault(collar, set()).add(key)
    return found


def duty_entered(work: Work, since: datetime) -> dict[str, list[datetime]]:
    """When changes of duty were entered that end after an instant, by collar number."""
    asked = select(duty_changes.c.collar, duty_changes.c.entered_at).where(duty_changes.c.ends > since)
    found: dict[str, list[datetime]] = {}
    for collar, entered_at in work.conn.execute(asked):
        found.setdefault(collar, []).append(entered_at)
    return found


class Entered(NamedTuple):
    """A fact on a trail: its kind, when it happened and was entered, and what it says."""

    kind: str
    at: datetime
    entered: datetime
    offence: int | None
    values: dict[str, Any]


def facts(work: Work, stream: str) -> list[Entered]:
    """The facts of a trail that are not forgotten, oldest first."""
    return [_entered(row.body) for row in trail.rows(work.conn, stream) if row.body]


def _entered(body: Mapping[str, Any]) -> Entered:
    at, entered = (datetime.fromisoformat(body[name]) for name in ("at", "entered"))
    return Entered(body["kind"], at, entered, body["offence"], body["values"])


def codes(work: Work, incident_ids: Iterable[int]) -> dict[tuple[int, int], frozenset[str]]:
    """The classes, qualifiers and markers of the offences of some incidents, by incident and number."""
    its, found = incidents.c, dict[tuple[int, int], frozenset[str]]()
    columns = its.id, its.category, its.qualifiers, its.markers, offences.c.n, offences.c.offence_class
    asked = select(*columns, offences.c.decision).join(offences, offences.c.incident_id == its.id)
    for some in chunks(sorted(set(incident_ids))):
        for row in work.conn.execute(asked.where(its.id.in_(some))):
            rule, own = work.force.rule(row[1], row[2], row[3]), work.force.rule(row.offence_class, (), ())
            n100 = {"n100"} if row.decision == "n100" else set()
            found[row.id, row.n] = rule.classes | own.classes | {*row.qualifiers, *row.markers} | n100
    return found


class HandoverRow(NamedTuple):
    """An offer of one person to another."""

    id: int
    giver: str
    taker: str
    offered_at: datetime
    told_at: datetime | None


HANDOVER = [handovers.c[name] for name in HandoverRow._fields]


def standing_offers(work: Work) -> list[HandoverRow]:
    """The offers that nobody has answered."""
    return [HandoverRow(*row) for row in work.conn.execute(select(*HANDOVER).where(STANDS))]


def offers(work: Work, ids: Iterable[int]) -> dict[int, HandoverRow]:
    """Some offers by their numbers."""
    asked = select(*HANDOVER).where(handovers.c.id.in_(bindparam("ids", expanding=True)))
    return {row.id: HandoverRow(*row) for row in work.conn.execute(asked, {"ids": sorted(set(ids))})}


def returned(work: Work) -> list[tuple[int, str, int]]:
    """The incident, its trail and the number of each offence that was returned and is undecided since."""
    asked = (
        select(incidents.c.id, incidents.c.key, offences.c.n)
        .join(offences, offences.c.incident_id == incidents.c.id)
        .where(RUNS, offences.c.state == "returned", incidents.c.force == work.force.id)
    )
    return [tuple(row) for row in work.conn.execute(asked)]


def lessons(work: Work, incident_ids: Sequence[int]) -> set[tuple[int, int, str, datetime]]:
    """The feedback about some incidents: incident, offence, for whom, and since when."""
    its, found = feedback.c, set[tuple[int, int, str, datetime]]()
    for some in chunks(sorted(set(incident_ids))):
        asked = select(its.incident_id, its.n, its.collar, its.at).where(its.incident_id.in_(some))
        found |= {tuple(row) for row in work.conn.execute(asked)}
    return found


def owing(work: Work, keys: Iterable[str], idle_since: datetime) -> set[str]:
    """Those of some messages that stand in Slack without all that belongs to them, and nothing moves."""
    its, found = messages.c, set[str]()
    owes = and_(its.wanted > its.shown, its.failed.is_(None), its.shown > 0, its.shown_at <= idle_since)
    for some in chunks(sorted(set(keys))):
        found |= set(work.conn.execute(select(its.key).where(its.key.in_(some), owes)).scalars())
    return found
