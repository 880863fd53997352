"""What Slack should show: put by key in the transaction that makes it true, shown by the dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import ColumnElement, Update, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import alerts, messages
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


COLUMNS = [messages.c[name] for name in Message.__slots__]


def put(
    work: Work, key: str, channel: str, bulletin: str, subject: str, thread_of: str | None = None
) -> None:
    """Ask for a message to stand in a channel (a name, or a person as `@collar`); again: to be brought up to date."""
    dialect = postgresql if work.conn.dialect.name == "postgresql" else sqlite
    new = {
        "key": key,
        "uid": token_hex(8),
        "channel": channel,
        "bulletin": bulletin,
        "subject": subject,
        "thread_of": thread_of,
        "wanted": 1,
        "shown": 0,
        "attempts": 0,
        "put_at": work.at,
        "seq": int(work.at.timestamp() * 1_000_000),
    }
    again = {"wanted": messages.c.wanted + 1}
    work.conn.execute(
        dialect.insert(messages).values(new).on_conflict_do_update(index_elements=["key"], set_=again)
    )
    work.wakes = True


def freshen(work: Work, keys: Sequence[str], incident_id: int | None = None) -> None:
    """Bring messages that exist up to date: those named, and every alert that shows the incident."""
    named: ColumnElement[bool] = messages.c.key.in_(keys)
    if incident_id is not None:
        showing = select(alerts.c.message_key).where(alerts.c.incident_id == incident_id)
        named = or_(named, messages.c.key.in_(showing))
    work.conn.execute(update(messages).where(named).values(wanted=messages.c.wanted + 1))
    work.wakes = True


def unsent(work: Work, at: datetime, limit: int = 500) -> list[Message]:
    """The messages of which Slack is behind and that may be tried at `at` (machine time), oldest first."""
    rows = work.conn.execute(
        select(*COLUMNS)
        .where(
            messages.c.wanted > messages.c.shown,
            messages.c.failed.is_(None),
            or_(messages.c.not_before.is_(None), messages.c.not_before <= at),
        )
        .order_by(messages.c.channel, messages.c.seq)
        .limit(limit)
    )
    return [Message(*r) for r in rows]


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
            unknown_since=case(
                (messages.c.unknown_since.is_(None), machine_at), else_=messages.c.unknown_since
            ),
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


def gave_up(work: Work, message: Message, reason: str) -> None:
    """Stop trying: Slack will never take this message; `reason` is Slack's own error code."""
    work.conn.execute(_one(message).values(failed=reason, unknown_since=None))


def newest_root(work: Work, channel: str, bulletin: str, since: datetime) -> str | None:
    """The key of the newest message of a kind that opened a thread in a channel since an instant."""
    return work.conn.execute(
        select(messages.c.key)
        .where(
            messages.c.channel == channel,
            messages.c.bulletin == bulletin,
            messages.c.thread_of.is_(None),
            messages.c.put_at > since,
            messages.c.failed.is_(None),
        )
        .order_by(messages.c.put_at.desc())
        .limit(1)
    ).scalar_one_or_none()
