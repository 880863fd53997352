"""What Slack should show: put by key in the transaction that makes it true, shown by the dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union,
    update,
)

from bot.store import holds, showing, upserts
from bot.store.bulk import insert_many
from bot.store.crime_notices import UNSEEN
from bot.store.tables import alerts, crime_notices, ladder_steps, messages
from bot.store.types import Instant
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Message:
    """One message that Slack should show: composed anew from the present state at each version.

    `key` says which message it is; `uid` stands in its Slack metadata, so that it can be found there;
    `bulletin` says what it tells, about which `subject`; `wanted > shown` means that Slack is behind.
    """

    key: str
    uid: str
    channel: str
    bulletin: str
    subject: str
    thread_of: str | None
    wanted: int
    shown: int
    ts: str | None
    channel_id: str | None
    attempts: int
    not_before: datetime | None
    unknown_since: datetime | None
    failed: str | None
    put_at: datetime
    shown_at: datetime | None
    seq: int


@dataclass(frozen=True, slots=True)
class Lane:
    """Messages that go out one after the other: a channel's new ones, or changes of old ones."""

    channel: str
    stands: bool


LIVE_LIST = "list"  # the bulletin
COLUMNS = [messages.c[name] for name in Message.__slots__]
BEHIND = and_(messages.c.wanted > messages.c.shown, messages.c.failed.is_(None))  # as the partial index says
AGAIN: dict[str, ColumnElement[Any]] = {"wanted": messages.c.wanted + literal_column("1"), "failed": null()}
NEW = {"wanted": 1, "shown": 0, "attempts": 0}


def _or_again(insert: Any) -> Any:
    """A message that stands already is made current."""
    return insert.on_conflict_do_update(index_elements=["key"], set_=AGAIN)


PUT = upserts.for_both(lambda insert: _or_again(insert(messages)))
FRESHEN = update(messages).values(AGAIN).where(messages.c.key.in_(bindparam("keys", expanding=True)))
FRESHEN_ALERTS = update(messages).values(AGAIN).where(messages.c.key.in_(showing.KEYS))


def put(
    work: Work, key: str, channel: str, bulletin: str, subject: str, thread_of: str | None = None
) -> None:
    """Ask for a message to stand in a channel (or with a person, `@collar`); again: to be made current."""
    what = {"channel": channel, "bulletin": bulletin, "subject": subject, "thread_of": thread_of}
    new = {"key": key, "uid": token_hex(8), "seq": _places(work, 1)[0], **what, **NEW, "put_at": work.at}
    work.conn.execute(upserts.of(PUT, work.conn), new)


class Put(NamedTuple):
    """What one of many messages of a kind is: see `put`."""

    key: str
    channel: str
    subject: str


def put_all(work: Work, bulletin: str, puts: Sequence[Put]) -> None:
    """The same as `put` for many of one kind, in one statement; no key may stand among them twice."""
    rows = [(*put, token_hex(8), seq) for put, seq in zip(puts, _places(work, len(puts)), strict=True)]
    names, alike = (*Put._fields, "uid", "seq"), {"bulletin": bulletin, "put_at": work.at, **NEW}
    insert_many(work.conn, messages, names, rows, _or_again, **alike)


def _places(work: Work, count: int) -> range:
    """The places of the next messages in the order in which they go out."""
    first = int(work.at.timestamp() * 1_000_000) + work.puts
    work.puts += count
    work.wakes = True
    return range(first, first + count)


def freshen(work: Work, keys: Sequence[str]) -> None:
    """Bring messages that exist up to date.

    One that Slack would never take is tried again: what it says now may be another matter.
    """
    if keys:
        work.conn.execute(FRESHEN, {"keys": keys})
        work.wakes = True


def freshen_alerts(work: Work, incident_id: int) -> None:
    """Bring every alert, notice, digest, offer and handover up to date that shows an incident."""
    work.conn.execute(FRESHEN_ALERTS, {"incident": incident_id})
    work.wakes = True


def lanes(work: Work) -> list[Lane]:
    """Where Slack is behind."""
    stands = messages.c.ts.is_not(None)
    rows = work.conn.execute(select(messages.c.channel, stands).where(BEHIND).distinct())
    return [Lane(channel, bool(known)) for channel, known in rows]


def head(work: Work, lane: Lane) -> Message | None:
    """The next message of a lane: while it waits, those after it wait too."""
    stands = messages.c.ts.is_not(None) if lane.stands else messages.c.ts.is_(None)
    # a live list is looked at all day; of the others, one that changes all the time holds up no other
    first = (messages.c.bulletin != LIVE_LIST, messages.c.shown_at) if lane.stands else ()
    row = work.conn.execute(
        select(*COLUMNS)
        .where(BEHIND, messages.c.channel == lane.channel, stands)
        .order_by(*first, messages.c.seq, messages.c.key)
        .limit(1)
    ).one_or_none()
    return Message(*row) if row else None


def unsent(work: Work) -> int:
    """How many messages Slack is behind with."""
    return int(work.conn.execute(select(func.count()).where(BEHIND)).scalar_one())


def by_key(work: Work, key: str) -> Message | None:
    """One message."""
    row = work.conn.execute(select(*COLUMNS).where(messages.c.key == key)).one_or_none()
    return Message(*row) if row else None


def _one(message: Message) -> Update:
    return update(messages).where(messages.c.key == message.key)


def trying(work: Work, message: Message, machine_at: datetime) -> None:
    """Note that an attempt begins: until its answer is known, Slack may or may not have the message."""
    work.conn.execute(
        _one(message).values(
            attempts=messages.c.attempts + 1,
            unknown_since=func.coalesce(messages.c.unknown_since, literal(machine_at, Instant())),
        )
    )


def shown(work: Work, message: Message, version: int, ts: str, channel_id: str) -> None:
    """Note that Slack accepted a version of a message."""
    work.conn.execute(
        _one(message).values(
            shown=version,
            ts=ts,
            channel_id=channel_id,
            shown_at=work.at,
            attempts=0,
            unknown_since=None,
            not_before=None,
        )
    )


def postponed(work: Work, message: Message, until: datetime, known: bool) -> None:
    """Try again at `until` (machine time); `known` says that Slack certainly did not take it."""
    values: dict[str, datetime | None] = {"not_before": until}
    if known:
        values["unknown_since"] = None
    work.conn.execute(_one(message).values(values))


def gave_up(work: Work, message: Message, reason: str, known: bool) -> None:
    """Stop trying, with Slack's error code; `known` says that no earlier try can have taken effect."""
    values: dict[str, object] = {"failed": reason, "not_before": None}
    if known:
        values["unknown_since"] = None
    work.conn.execute(_one(message).values(values))


def nothing_to_show(work: Work, message: Message, version: int) -> None:
    """Note that at this version there was nothing to say, and that nothing stands in Slack."""
    gone = {"ts": None, "channel_id": None, "unknown_since": None, "not_before": None}
    work.conn.execute(_one(message).values(shown=version, **gone))


def unchanged(work: Work, message: Message, version: int) -> None:
    """Note that this version says what stands in Slack already."""
    work.conn.execute(
        _one(message).values(shown=version, not_before=None, shown_at=work.at, unknown_since=None)
    )


def vanished(work: Work, message: Message) -> None:
    """Note that a message no longer stands in Slack: it is to be posted anew."""
    work.conn.execute(_one(message).values(ts=None, channel_id=None, unknown_since=None, not_before=None))


def unthread(work: Work, message: Message) -> None:
    """Let a message stand in its channel: the thread that it was to join no longer does."""
    work.conn.execute(_one(message).values(thread_of=None, unknown_since=None, not_before=None))


def revive(work: Work, channel: str) -> int:
    """Try again what Slack would not take in a channel that somebody has put right; gives how many."""
    given_up = and_(messages.c.channel == channel, messages.c.failed.is_not(None))
    work.wakes = True
    return work.conn.execute(update(messages).where(given_up).values(failed=None, attempts=0)).rowcount


def newest_ts(work: Work, channel_id: str) -> str | None:
    """Slack's time stamp of the last message known to stand in a channel: later ones are newer than that."""
    newest = select(func.max(messages.c.ts)).where(messages.c.channel_id == channel_id)
    return work.conn.execute(newest).scalar_one_or_none()


class Root(NamedTuple):
    """A message that opened a thread, and when it was put (UTC)."""

    key: str
    put_at: datetime


def newest_root(work: Work, channel: str, bulletin: str, since: datetime) -> Root | None:
    """The newest message of a kind that opened a thread in a channel since an instant."""
    row = work.conn.execute(
        select(messages.c.key, messages.c.put_at)
        .where(
            messages.c.channel == channel,
            messages.c.bulletin == bulletin,
            messages.c.thread_of.is_(None),
            messages.c.put_at > since,
            messages.c.failed.is_(None),
        )
        .order_by(messages.c.put_at.desc())
        .limit(1)
    ).one_or_none()
    return Root(*row) if row else None


def named(table: Table) -> ColumnElement[bool]:
    """Where a row names its message: a list of keys with an unknown one in it would hold none for certain."""
    return table.c.message_key.is_not(None)


def forget_before(work: Work, instant: datetime) -> int:
    """Drop messages put before an instant, with what they told of; gives how many.

    One that tells of an incident on hold stays, so does one that the Registrar has not looked at, which
    changes when that is done, and one in whose thread another stays.
    """
    tables = (alerts, crime_notices, ladder_steps)
    telling = (select(t.c.message_key).where(t.c.incident_id.in_(holds.ALL), named(t)) for t in tables)
    held = union(*telling, select(crime_notices.c.message_key).where(UNSEEN))
    stays = or_(messages.c.put_at >= instant, messages.c.key.in_(held))
    threads = select(messages.c.thread_of).where(stays, messages.c.thread_of.is_not(None))
    old = and_(~stays, messages.c.key.not_in(threads))
    work.conn.execute(delete(alerts).where(alerts.c.message_key.in_(select(messages.c.key).where(old))))
    return work.conn.execute(delete(messages).where(old)).rowcount
