"""Slack as it was in the weeks before a scene: it took every message, and nobody sees them any more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.services.messages.outcomes import accepted
from bot.store.outbox import BEHIND, COLUMNS, Message
from bot.store.tables import messages
from bot.store.work import Work

CHANNEL = "C0WEEKSAGO"
IN_ORDER = (messages.c.seq, messages.c.channel, messages.c.bulletin)
TAKEN = (
    update(messages)
    .where(messages.c.key == bindparam("its_key"))
    .values(shown=messages.c.wanted, ts=bindparam("its_ts"), channel_id=CHANNEL, shown_at=bindparam("its_at"))
)


@dataclass(frozen=True, slots=True)
class FormerSlack:
    """Takes whatever is put, but for one time in which it was away (UTC)."""

    away_from: datetime
    away_until: datetime

    def take(self, work: Work) -> None:
        """Note every message that Slack is behind with as taken, and tell the trail who was told by it."""
        if self.away_from <= work.at < self.away_until:
            return
        # one for all: in which order they were put, is drawn by chance as their keys are
        stamp = f"{int(work.at.timestamp())}.000100"
        asked = select(*COLUMNS).where(BEHIND).order_by(*IN_ORDER)
        found = [Message(*row) for row in work.conn.execute(asked)]
        for message in found:
            accepted(work, message, stamp)
        rows = [{"its_key": m.key, "its_ts": m.ts or stamp, "its_at": work.at} for m in found]
        if rows:
            work.conn.execute(TAKEN, rows)
