"""What was missed, as people are shown it: with the incident, or the message, that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.auditing import Kind
from bot.domain.dial_in import Series
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import rules_as_registrar
from bot.store import incidents as incidents_stored
from bot.store import misses as stored
from bot.store import outbox
from bot.store.dial_ins import all_series
from bot.store.misses import Miss
from bot.store.work import Work

LISTED = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Missed:
    """One miss; `open` says whether a restricted incident may be named where it is shown.

    `channel` is that of a message which Slack was never shown; `series` is that of a dial-in, while known.
    """

    miss: Miss
    incident: Incident | None = None
    channel: str = ""
    open: bool = False
    series: Series | None = None

    @property
    def hidden(self) -> bool:
        """Whether it is about an incident that may not be named here."""
        return self.incident is not None and self.incident.restricted and not self.open


def listed(work: Work, asker: Person) -> tuple[Missed, ...]:
    """What is still untold and what was found lately, newest first; raises Refused `registrars_only`."""
    if not rules_as_registrar(asker):
        raise Refused("registrars_only")
    return _shown(work, stored.since(work, work.at - LISTED), True)


def of_message(work: Work, key: str) -> tuple[Missed, ...]:
    """What one message in the operations channel tells of, oldest first."""
    return _shown(work, stored.of_message(work, key), False)


def _shown(work: Work, found: Sequence[Miss], named: bool) -> tuple[Missed, ...]:
    held = incidents_stored.by_keys(work, sorted({miss.stream for miss in found if miss.stream}))
    series = all_series(work) if any(miss.kind is Kind.DIAL_IN for miss in found) else {}
    return tuple(
        Missed(miss, held.get(miss.stream), _channel(work, miss), named, series.get(miss.parts[0]))
        for miss in found
    )


def _channel(work: Work, miss: Miss) -> str:
    message = outbox.by_key(work, miss.what) if miss.kind == "message" else None
    return message.channel if message else ""
