"""What of the weeks before a scene stands in Slack when it begins: the newest of what people go back to."""

from collections.abc import Iterator

from sqlalchemy import select, update

from bot.services.digests import daily, weekly
from bot.services.meetings import messages as meeting_messages
from bot.services.messages import notices
from bot.store import meetings as stored
from bot.store.tables import messages
from bot.store.work import Work

SHOWN_TO = "carmarthenshire"  # in whose channel the demo begins: its last meeting's record stands there


def leave(work: Work) -> None:
    """Let Slack be behind with the day's lists, each reader's newest digests, and one meeting's record."""
    keys = [*_lists(work), *_digests(work), *_record(work)]
    unposted = {"shown": 0, "ts": None, "channel_id": None, "shown_at": None}
    work.conn.execute(update(messages).where(messages.c.key.in_(keys)).values(unposted))


def _lists(work: Work) -> Iterator[str]:
    """Today's live lists, and what meetings of today are to look at."""
    yield from (notices.list_key(code, work.today) for code in (*work.force.units, notices.RESTRICTED))
    for unit in work.force.units:
        meeting = stored.on(work, unit, work.today)
        if meeting and not meeting.held:
            yield meeting_messages.key(meeting_messages.LIST, meeting)


def _digests(work: Work) -> Iterator[str]:
    asked = select(messages.c.channel, messages.c.bulletin, messages.c.key).order_by(messages.c.put_at)
    kinds = messages.c.bulletin.in_((daily.DIGEST, weekly.WEEKLY))
    newest = {(row.channel, row.bulletin): row.key for row in work.conn.execute(asked.where(kinds))}
    yield from newest.values()


def _record(work: Work) -> Iterator[str]:
    channel = work.force.units[SHOWN_TO].channel
    asked = select(messages.c.key, messages.c.thread_of).order_by(messages.c.put_at)
    its = (messages.c.bulletin == meeting_messages.RECORD, messages.c.channel == channel)
    rows = work.conn.execute(asked.where(*its)).all()
    yield from (rows[-1].key, rows[-1].thread_of)
