"""The steps of the escalation ladder: made, due, settled, told; and what each person was sent in an hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, Update, and_, bindparam, delete, func, literal, select, tuple_, update

from bot.domain.ladder import TOGETHER, Due, Reason
from bot.store import upserts
from bot.store.tables import incidents, ladder_messages, ladder_steps
from bot.store.work import Work

HOUR = timedelta(hours=1)
Pair = tuple[int, int]  # an incident's id, and the number of its offence


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of one offence: whom it means, when it is due, and how it ended. Instants are UTC.

    `stage` is its rung; `reason` is empty until it is settled; `told_at` is when Slack accepted the message.
    """

    id: int
    incident_id: int
    n: int
    stage: str
    step: int
    tell: str
    way: str
    begins_at: datetime
    due_at: datetime
    person: str | None
    message_key: str | None
    told_at: datetime | None
    settled_at: datetime | None
    reason: str
    passed: tuple[str, ...]
    got_by: str | None
    got_at: datetime | None

    @property
    def pair(self) -> Pair:
        """The offence that it is of."""
        return self.incident_id, self.n


STEP = ladder_steps.c
COLUMNS = [STEP[name] for name in LadderStep.__slots__]
WAITING = STEP.settled_at.is_(None)
ADD = upserts.for_both(lambda insert: insert(ladder_steps).on_conflict_do_nothing())
# asked of each due row: a join lets a planner begin with the incidents, all of them
FORCE = select(incidents.c.force).where(incidents.c.id == STEP.incident_id).scalar_subquery()
DUE = (
    select(*COLUMNS)
    .where(WAITING, STEP.due_at <= bindparam("at"), bindparam("force") == FORCE)
    .order_by(STEP.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
IN_TURN = select(func.pg_advisory_xact_lock(0x4C616464))


def in_turn(work: Work) -> None:
    """Let one transaction at a time tell people: two at once would count an hour's messages wrongly."""
    if work.conn.dialect.name == "postgresql":
        work.conn.execute(IN_TURN)


def add(work: Work, pair: Pair, made: Iterable[Due], passed: tuple[str, ...] = ()) -> None:
    """Make the steps of an offence; those that were made before stay as they are."""
    rows = [
        {
            "incident_id": pair[0], "n": pair[1], "stage": due.rung, "step": due.n, "tell": due.step.tell,
            "way": due.step.way.value, "begins_at": due.begins, "due_at": due.at, "reason": "",
            "passed": passed,
        }
        for due in made
    ]  # fmt: skip
    if rows:
        work.conn.execute(upserts.of(ADD, work.conn), rows)


def is_due(work: Work) -> bool:
    """Whether any step of the force is due and not settled."""
    asked = select(STEP.id).where(WAITING, STEP.due_at <= work.at, literal(work.force.id) == FORCE).limit(1)
    return work.conn.execute(asked).one_or_none() is not None


def due(work: Work, limit: int) -> list[LadderStep]:
    """The force's steps that are due at `work.at` and not settled, longest due first."""
    asked = {"at": work.at, "force": work.force.id, "most": limit}
    return _steps(work.conn.execute(DUE, asked))


def last_step(work: Work, pair: Pair, stage: str) -> int:
    """The highest place of any step of a rung that an offence has."""
    newest = select(func.max(STEP.step)).where(
        STEP.incident_id == pair[0], STEP.n == pair[1], STEP.stage == stage
    )
    return work.conn.execute(newest).scalar_one() or 0


def waiting(work: Work, pairs: Sequence[Pair]) -> list[LadderStep]:
    """The steps of some offences that are not settled, those of rungs to come too, by when they are due."""
    asked = select(*COLUMNS).where(WAITING, _of(pairs)).order_by(STEP.due_at, STEP.step)
    return _steps(work.conn.execute(asked))


def of_offences(work: Work, pairs: Sequence[Pair]) -> list[LadderStep]:
    """Every step of some offences, in the order in which their rungs begin."""
    asked = select(*COLUMNS).where(_of(pairs)).order_by(STEP.begins_at, STEP.due_at, STEP.id)
    return _steps(work.conn.execute(asked))


def of_message(work: Work, key: str) -> list[LadderStep]:
    """The steps that one message tells of, in the order in which they were due."""
    asked = select(*COLUMNS).where(STEP.message_key == key).order_by(STEP.due_at, STEP.id)
    return _steps(work.conn.execute(asked))


def by_id(work: Work, ident: int) -> LadderStep:
    """One step as it is now."""
    return _steps(work.conn.execute(select(*COLUMNS).where(STEP.id == ident)))[0]


def settle(work: Work, step: LadderStep, reason: Reason, **values: Any) -> None:
    """End a step, with whom it told (`person`), by which message, and who was passed over."""
    ended = {"settled_at": work.at, "reason": reason.value, **values}
    work.conn.execute(_one(step).where(WAITING).values(ended))


def put_off(work: Work, step: LadderStep, until: datetime, **values: Any) -> None:
    """Let a step be due at another instant (UTC)."""
    work.conn.execute(_one(step).where(WAITING).values(due_at=until, **values))


def told(work: Work, key: str) -> list[LadderStep]:
    """Note that Slack has the message; gives the steps that it tells of and that were not told before."""
    new = [step for step in of_message(work, key) if step.told_at is None]
    done = update(ladder_steps).where(STEP.message_key == key, STEP.told_at.is_(None), ~WAITING)
    work.conn.execute(done.values(told_at=work.at))
    return new


def got(work: Work, pairs: Sequence[Pair], collar: str) -> int:
    """Note who has some offences in hand, on every step whose rung has begun; gives how many steps."""
    begun = and_(_of(pairs), STEP.begins_at <= work.at, STEP.got_by.is_(None))
    ended = {"settled_at": work.at, "reason": Reason.ACKNOWLEDGED.value}
    work.conn.execute(update(ladder_steps).where(begun, WAITING).values(ended))
    taken = update(ladder_steps).where(begun).values(got_by=collar, got_at=work.at)
    return work.conn.execute(taken).rowcount


def let_go(work: Work, pair: Pair, collar: str) -> None:
    """Note that somebody has an offence in hand no longer."""
    theirs = and_(_of([pair]), STEP.got_by == collar)
    work.conn.execute(update(ladder_steps).where(theirs).values(got_by=None, got_at=None))


class Heard(NamedTuple):
    """How many messages somebody had in the last hour, the summary among them, and one of this minute."""

    number: int
    summary: str | None
    newest: str | None


def heard(work: Work, collar: str, own: str) -> Heard:
    """What somebody had in the last hour; `own` begins the keys of messages that are theirs alone."""
    its = ladder_messages.c
    asked = select(its.message_key, its.summary, its.put_at)
    asked = asked.where(its.collar == collar, its.put_at > work.at - HOUR).order_by(its.put_at.desc())
    rows = work.conn.execute(asked).all()
    summary = next((row.message_key for row in rows if row.summary), None)
    mine = (row for row in rows if row.message_key.startswith(own) and row.put_at > work.at - TOGETHER)
    return Heard(len(rows), summary, next((row.message_key for row in mine), None))


def is_noted(work: Work, key: str, collar: str) -> bool:
    """Whether somebody is mentioned in a message already."""
    its = ladder_messages.c
    asked = select(its.collar).where(its.message_key == key, its.collar == collar)
    return work.conn.execute(asked).one_or_none() is not None


def note(work: Work, key: str, collar: str, summary: bool = False) -> int:
    """Note that somebody is sent a message, or mentioned in one; gives 1, or 0 where that was noted."""
    row = {"message_key": key, "collar": collar, "summary": summary, "put_at": work.at}
    return work.conn.execute(upserts.of(NOTE, work.conn), row).rowcount


NOTE = upserts.for_both(lambda insert: insert(ladder_messages).on_conflict_do_nothing())


def forget_before(work: Work, instant: datetime) -> int:
    """Drop what people were sent before an instant; gives how many."""
    return work.conn.execute(delete(ladder_messages).where(ladder_messages.c.put_at < instant)).rowcount


def _one(step: LadderStep) -> Update:
    return update(ladder_steps).where(STEP.id == literal(step.id))


def _of(pairs: Sequence[Pair]) -> Any:
    ids = {incident_id for incident_id, _ in pairs}  # for the index, which knows no pairs
    return and_(STEP.incident_id.in_(ids), tuple_(STEP.incident_id, STEP.n).in_(list(pairs)))


def _steps(rows: Iterable[Row[Any]]) -> list[LadderStep]:
    return [LadderStep(*list(row)) for row in rows]
