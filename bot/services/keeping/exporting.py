"""The trail as it is given away: JSON lines, one fact a line, whole streams; and that it was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Happened
from bot.services.entering import enter
from bot.store import trail_rows
from bot.store.trail_rows import Fact
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Stretch:
    """When something was entered (UTC): from `since` on, before `until`; None is no bound."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def everything(self) -> bool:
        """Whether it has no bounds."""
        return self.since is None and self.until is None

    def holds(self, fact: Fact) -> bool:
        """Whether a fact was entered within it; one whose words are erased says nothing of when."""
        if fact.body is None:
            return self.everything
        at = datetime.fromisoformat(json.loads(fact.body)["entered"])
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


def stream_of(work: Work) -> str:
    """The trail of what was given away: it belongs to the installation, not to an incident."""
    return f"{work.force.id}:given-away"


def note(work: Work, account: str, stretch: Stretch) -> None:
    """Tell the trail who exports it (an account of the machine), and which stretch of time."""
    stream, since, until = stream_of(work), stretch.since, stretch.until
    enter(work, stream, Happened.TRAIL_EXPORTED, account=account, since=since, until=until)


def lines(work: Work, stretch: Stretch) -> Iterator[str]:
    """Every stream to which something was entered in a stretch of time, from its first fact to its last."""
    for stream, facts in trail_rows.streams(work.conn):
        if stretch.everything or any(map(stretch.holds, facts)):
            yield from (_line(stream, fact) for fact in facts)


def _line(stream: str, fact: Fact) -> str:
    """A fact with what proves it; one whose words were erased keeps the proof alone.

    The words stand in it as they are on the trail: the leaf is the SHA-256 of the salt and of them.
    """
    place = f'"stream":{json.dumps(stream, ensure_ascii=False)},"seq":{fact.seq}'
    proof = f'"leaf":"{fact.leaf.hex()}","hash":"{fact.hash.hex()}"'
    if fact.body is None:
        return f'{{{place},{proof},"erased":true}}'
    return f'{{{place},{proof},"salt":"{fact.salt.hex()}","fact":{fact.body}}}'
