"""What fell silent in the bot itself: told once in the operations channel, and again when it is back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from bot.store import leases, outbox
from bot.store import silences as stored
from bot.store.silences import WHOLE, Silence
from bot.store.work import Work

SILENCE = "silence"  # the bulletin
REPLICA = "replica:"  # the lease by which a process promises to be heard of again
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """What one process has to say of itself: its silent loops and since when (the story's UTC).

    `patience` is for how many seconds of machine time from `machine_at` the others may hear nothing of it.
    """

    replica: str
    patience: float
    machine_at: datetime
    silent: Mapping[str, datetime]
    speed: float = 1.0  # of the story


def look(work: Work, mine: Look) -> list[Silence]:
    """Be heard of, tell what is silent here and which other process is, and what is back; gives the new."""
    name = REPLICA + mine.replica
    here = leases.is_held(work, name, mine.replica, mine.machine_at)  # who was away judges nobody else
    leases.hold(work, name, mine.replica, mine.patience, mine.machine_at)
    lost = leases.run_out(work, REPLICA, mine.machine_at) if here else []
    gone = {who: work.at - ago * mine.speed for who, ago in lost}
    known = stored.standing(work) if here else []
    found = [(mine.replica, loop, since) for loop, since in mine.silent.items()]
    found += [(replica, WHOLE, since) for replica, since in gone.items()]
    before = {(each.replica, each.loop) for each in known}
    new = _tell(work, [each for each in found if each[:2] not in before])
    _end(work, [each for each in known if not _lasts(each, mine, gone)])
    return new


def leave(work: Work, replica: str) -> None:
    """Say goodbye: a process that was stopped properly is missed by nobody."""
    leases.release(work, REPLICA + replica, replica)
    _end(work, [each for each in stored.standing(work) if each.replica == replica])


def forget(work: Work, machine_at: datetime) -> int:
    """Forget processes that ended long ago; gives how many."""
    return leases.forget_before(work, REPLICA, machine_at - KEPT)


def _lasts(known: Silence, mine: Look, gone: Iterable[str]) -> bool:
    if known.loop == WHOLE:
        return known.replica in gone
    return known.replica != mine.replica or known.loop in mine.silent


def _tell(work: Work, found: list[tuple[str, str, datetime]]) -> list[Silence]:
    """One message for each process of which something is new."""
    new: list[Silence] = []
    for replica in sorted({replica for replica, *_ in found}):
        key = f"{SILENCE}:{token_hex(6)}"
        told = [Silence(key, *each) for each in found if each[0] == replica]
        if begun := [each for each in told if stored.begin(work, each)]:
            outbox.put(work, key, work.force.operations_channel, SILENCE, key)
            new += begun
    return new


def _end(work: Work, back: list[Silence]) -> None:
    if back:
        stored.end(work, back)
        outbox.freshen(work, sorted({each.message_key for each in back}))
