"""Which files hang in Slack under which message, so that one can be deleted when another takes its place."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select

from bot.store import outbox
from bot.store.outbox import Message
from bot.store.tables import shared_files
from bot.store.work import Work

COLUMNS = (shared_files.c.file_id, shared_files.c.name, shared_files.c.marked)
OF = select(*COLUMNS).where(shared_files.c.message_key == bindparam("key")).order_by(shared_files.c.file_id)


class Shared(NamedTuple):
    """A file that Slack may show: its id there, our name for it, and the name that tells its content."""

    file_id: str
    name: str
    marked: str


def of(work: Work, message: Message) -> list[Shared]:
    """What was ever begun to be shared under a message and not deleted since."""
    return [Shared(*row) for row in work.conn.execute(OF, {"key": message.key})]


def sharing(work: Work, message: Message, machine_at: datetime, file: Shared) -> None:
    """Note, before it can be seen, that a file is about to stand under a message."""
    outbox.trying(work, message, machine_at)
    values = {"message_key": message.key, "at": machine_at, **file._asdict()}
    work.conn.execute(insert(shared_files), values)


def gone(work: Work, file_ids: Sequence[str]) -> None:
    """Note that Slack shows some files no longer."""
    work.conn.execute(delete(shared_files).where(shared_files.c.file_id.in_(file_ids)))
