"""The weekly digest: made once for everybody who gets it, and read back for Slack."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from secrets import token_hex
from typing import NamedTuple

from bot.domain import weekly as rules
from bot.domain.digest import asked_for, own_units
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.rights import rules_as_registrar
from bot.domain.slots import Schedule, Slot, due
from bot.domain.weekly import Report, Sending, Week
from bot.services.case import Request
from bot.services.digests import second_look, weekly_record
from bot.services.digests.daily import stream_of
from bot.services.digests.fates import fates
from bot.services.entering import enter
from bot.store import digests as stored
from bot.store import inbox, outbox, slots, subscriptions
from bot.store.work import Work

BATCH = 50  # so many in one transaction: the writer is held meanwhile
WEEKLY, SKIPPED = "weekly", "weekly_skipped"  # the bulletins
FORCE_WIDE = frozenset({"cdi_lead", "registrar", "deputy_registrar"})
SENT = frozenset({Sending.RUN, Sending.LATE})
JOB = "weekly:"  # a slot's job, before whose digest it is


class Recipient(NamedTuple):
    """Whose digest it is, who gets it (the cover of somebody on leave), and of which units."""

    whose: Person
    to: Person
    units: tuple[str, ...]


class Turn(NamedTuple):
    """A digest that is due: of which local day's slot, since when (UTC; None: not before the next slot)."""

    recipient: Recipient
    day: date
    due: datetime | None
    sending: Sending

    @property
    def job(self) -> str:
        """Under which name its slot stands in the ledger."""
        return f"{JOB}{self.recipient.whose.collar}"

    @property
    def key(self) -> str:
        """The key of its message."""
        return f"{self.job}:{self.day.isoformat()}"


class Ready(NamedTuple):
    """A digest that is due with what it says, where it is sent."""

    turn: Turn
    week: Week | None


def recipients(work: Work) -> Iterator[Recipient]:
    """Everybody who gets the weekly digest, by force.toml or since they chose it."""
    chosen = subscriptions.chosen(work, subscriptions.WEEKLY)
    for each in work.roster.people:
        choice = chosen.get(each.collar)
        if choice.wanted if choice else asked_for(each, work.force.digests[subscriptions.WEEKLY]):
            yield _recipient(work, each, choice.units if choice else ())


def _recipient(work: Work, whose: Person, units: Sequence[str]) -> Recipient:
    to = work.roster.by_collar(work.roster.covering(whose.collar, work.at)) or whose
    return Recipient(whose, to, tuple(units) or _own_units(work, whose))


def _own_units(work: Work, whose: Person) -> tuple[str, ...]:
    """The units of somebody who chose none: whoever answers for the whole force gets them all."""
    return tuple(work.force.units) if whose.roles & FORCE_WIDE else own_units(whose, work.force)


def ready(work: Work, most: int = BATCH) -> list[Ready]:
    """The digests that are due and that nobody has taken, at most so many, each with what it says.

    To count takes a while, so it is done in a transaction that only reads: `send` is quick.
    """
    weeks = _Weeks(work)
    turns = [*islice(_turns(work), most)]
    return [Ready(t, weeks.of(t.recipient) if t.sending in SENT else None) for t in turns]


def send(work: Work, found: Sequence[Ready]) -> int:
    """Send those that are still nobody's; gives how many slots it took.

    The slot, the message and what the trail tells are one transaction: whoever takes the slot makes it.
    """
    took = 0
    for turn, week in found:
        if slots.take(work, turn.job, turn.day, turn.sending):
            took += 1
            if week is not None:
                late = turn.sending is Sending.LATE
                _make(work, turn.recipient, turn.key, turn.day, replace(week, late=late))
            elif turn.sending is not Sending.BEGUN:
                _leave_out(work, turn)
    return took


def _turns(work: Work) -> Iterator[Turn]:
    taken = slots.taken_of(work, JOB)
    for recipient in recipients(work):
        schedule = _schedule(work, recipient)
        for each in due(schedule, work.at, taken.get(schedule.job, {})):
            at = rules.due_at(recipient.to, each.at, work.force.zone)
            becomes = rules.sending(at, work.at, bool(recipient.to.slack_ids))
            begun = each.slot is Slot.BEGUN
            if becomes is not None or begun:
                yield Turn(recipient, each.day, at, Sending.BEGUN if begun else becomes or Sending.BEGUN)


def _schedule(work: Work, recipient: Recipient) -> Schedule:
    days = frozenset({work.force.weekly_day})
    job = f"{JOB}{recipient.whose.collar}"
    return Schedule(job, work.force.weekly_at, work.force.zone, rules.NEXT, days)


def _leave_out(work: Work, turn: Turn) -> None:
    """Say on the trail why there is none; of those that came too late, in the operations channel too."""
    enter(
        work, stream_of(turn.day), Happened.DIGEST_SKIPPED, digest=subscriptions.WEEKLY,
        collar=turn.recipient.whose.collar, due=turn.due, why=turn.sending.value,
    )  # fmt: skip
    if turn.sending is Sending.SKIPPED:
        day = turn.day.isoformat()
        outbox.put(work, f"{SKIPPED}:{day}", work.force.operations_channel, SKIPPED, day)


def _make(work: Work, recipient: Recipient, key: str, day: date, week: Week) -> None:
    outbox.put(work, key, f"@{recipient.to.collar}", WEEKLY, key)
    stored.add(work, [stored.Made(key, recipient.whose.collar, day, weekly_record.text_of(week))], {})
    enter(
        work, stream_of(day), Happened.DIGEST_MADE, digest=subscriptions.WEEKLY,
        collar=recipient.whose.collar, to=recipient.to.collar, figures=weekly_record.plain(week),
    )  # fmt: skip


class _Weeks:
    """The figures of some units, counted once for all who get the same."""

    def __init__(self, work: Work) -> None:
        self._work, self._by_units = work, dict[tuple[str, ...], Week]()
        self._looks: dict[str, int] | None = None

    def of(self, recipient: Recipient) -> Week:
        """The week of a recipient; with the counts of the second look where its reader may see that."""
        if recipient.units not in self._by_units:
            self._by_units[recipient.units] = figures(self._work, recipient.units)
        week = self._by_units[recipient.units]
        return replace(week, looks=self._counted()) if rules_as_registrar(recipient.to) else week

    def _counted(self) -> dict[str, int]:
        if self._looks is None:
            found = second_look.of_week(self._work, self._work.at).by_signal
            self._looks = {signal.value: len(looks) for signal, looks in found.items()}
        return self._looks


def figures(work: Work, units: Sequence[str]) -> Week:
    """What a weekly digest of some units says now."""
    days = rules.period(work.at, work.force.zone, work.force.stages.clock)
    whole = set(units) >= set(work.force.units)  # then those of no unit that we know too
    placed = fates(work, days.since, days.until, None if whole else units)
    return rules.week([Report(p.fate, p.unit, p.category) for p in placed], work.at, units, work.force)


def own(work: Work, asker: Person) -> Ready:
    """What somebody's weekly digest would say now, of the units that they chose or have without choosing."""
    choice = subscriptions.chosen(work, subscriptions.WEEKLY).get(asker.collar)
    recipient = Recipient(asker, asker, (choice.units if choice else ()) or _own_units(work, asker))
    return Ready(Turn(recipient, work.today, work.at, Sending.RUN), _Weeks(work).of(recipient))


def send_now(work: Work, request: Request, found: Ready) -> None:
    """Send somebody the digest that they asked for, beside those that come by themselves."""
    inbox.claim(work, request.id)
    turn, week = found
    assert week is not None, "what `own` gives has figures"
    _make(work, turn.recipient, f"{turn.key}:{token_hex(4)}", turn.day, week)


def of_message(work: Work, message_key: str) -> Week | None:
    """What the digest of a message says; None where it is not kept any more."""
    made = stored.by_key(work, message_key)
    return weekly_record.read(made.figures) if made else None


def skipped(work: Work, day: date) -> int:
    """How many weekly digests of a local day came too late to be of use, and were not sent."""
    return sum(days.get(day) == Sending.SKIPPED for days in slots.taken_of(work, JOB).values())
