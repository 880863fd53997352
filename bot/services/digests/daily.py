"""The daily digest: made for everybody whose tour has begun, once a local day, and read back for Slack."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bot.domain.digest import (
    CATCH_UP,
    Digest,
    Recipient,
    Sending,
    asked_for,
    covered,
    due,
    own_units,
    sending,
)
from bot.domain.duty import Span
from bot.domain.facts import Happened
from bot.domain.listing import Line, Listing
from bot.domain.ordering import most_pressing
from bot.domain.people import Person, Roster
from bot.domain.rights import Action, permitted, sees
from bot.services.case import rule_of
from bot.services.digests import daily_record
from bot.services.digests.queues import Held, Queues
from bot.services.entering import Told, enter, enter_all
from bot.services.incidents.listings import line_of
from bot.store import digests as stored
from bot.store import duty, outbox, slots, subscriptions
from bot.store import incidents as incident_rows
from bot.store.outbox import Message
from bot.store.subscriptions import EVER, Chosen
from bot.store.trail import canonical
from bot.store.work import Work

BATCH = 250  # so many in one transaction: the writer is held meanwhile
LOOK_BACK = timedelta(days=14)  # a bot that was away for longer says nothing of the days before
DIGEST, SKIPPED = "digest", "digests_skipped"  # the bulletins
SENT = frozenset({Sending.RUN, Sending.LATE})


@dataclass(frozen=True, slots=True)
class Shown:
    """A digest, and its things to do as they stand now."""

    digest: Digest
    lines: tuple[Line, ...]


class Turn(NamedTuple):
    """A digest that is due: of whom to whom, of which local day, at the start of which tour."""

    recipient: Recipient
    day: date
    span: Span


def stream_of(day: date) -> str:
    """The trail of a local day's digests."""
    return f"digests:{day.isoformat()}"


def recipients(work: Work, roster: Roster | None = None) -> list[Recipient]:
    """Everybody who gets the daily digest, by force.toml or since they chose it; or their cover."""
    chosen = subscriptions.chosen(work, subscriptions.DAILY)
    words, people = work.force.digests[subscriptions.DAILY], roster or work.roster
    found = []
    for person in people.people:
        choice = chosen.get(person.collar)
        if choice.wanted if choice else asked_for(person, words):
            own = _recipient(work, person, choice)
            found.append(covered(own, people, work.at))
    return found


def _recipient(work: Work, person: Person, choice: Chosen | None) -> Recipient:
    units = choice.units if choice and choice.units else own_units(person, work.force)
    return Recipient(person, person, units, choice.since if choice else EVER)


def send_due(work: Work, most: int = BATCH) -> int:
    """Make every digest that is due, at most so many; gives how many slots it took. Call it until none is.

    The slot, the message and what the trail tells are one transaction: whoever takes the slot makes it.
    """
    first, newest = stored.alive(work)
    if first is None:
        slots.take(work, stored.ALIVE, work.today, "begun")  # whatever began before was nobody's to make
        return 0
    after = max(first, min(newest, work.at - CATCH_UP), work.at - LOOK_BACK)
    waiting = due_since(work, after)
    turns = _take(work, waiting[:most])
    sent, left_out = (
        [turn for turn in turns if (_sending(work, turn) in SENT) is wanted] for wanted in (True, False)
    )
    if sent:
        _make(work, sent)
    _leave_out(work, left_out)
    if len(waiting) <= most:
        slots.take(work, stored.ALIVE, work.today)
    return len(turns)


def due_since(work: Work, after: datetime) -> list[Turn]:
    """The digests of tours that began after an instant (UTC) and that nobody has taken, oldest first."""
    zone, roster = work.force.zone, _roster(work, after)
    taken = stored.taken(work, (after - timedelta(days=2)).date())
    found = [
        Turn(recipient, day, span)
        for recipient in recipients(work, roster)
        for day, span in due(recipient.to, after, work.at, zone).items()
        if (recipient.whose.collar, day) not in taken and span.begins >= recipient.since
    ]
    return sorted(found, key=lambda turn: (turn.span.begins, turn.recipient.whose.collar))


def _roster(work: Work, after: datetime) -> Roster:
    """The people of today, with every change of duty that mattered since an instant."""
    if after > work.at - duty.KEPT_IN_SIGHT:
        return work.roster
    return work.everybody.on(work.today).changed(duty.in_sight(work.conn, after))


def _sending(work: Work, turn: Turn) -> Sending:
    return sending(turn.recipient, turn.span, work.at)


def _take(work: Work, turns: Iterable[Turn]) -> list[Turn]:
    """Those of them whose slots were free, and are ours now."""
    of_slot = {(stored.slot_of(turn.recipient.whose.collar), turn.day): turn for turn in turns}
    wanted = [(job, day, _sending(work, turn).value) for (job, day), turn in of_slot.items()]
    got = slots.take_all(work, wanted)
    return [turn for slot, turn in of_slot.items() if slot in got]


def _leave_out(work: Work, turns: Sequence[Turn]) -> None:
    """Say on the trail why there is none; of those that came too late, in the operations channel too."""
    enter_all(work, [_left_out(turn, _sending(work, turn)) for turn in turns])
    late = {turn.day.isoformat() for turn in turns if _sending(work, turn) is Sending.SKIPPED}
    for day in sorted(late):
        outbox.put(work, f"{SKIPPED}:{day}", work.force.operations_channel, SKIPPED, day)


def _left_out(turn: Turn, how: Sending) -> Told:
    about = {"digest": subscriptions.DAILY, "collar": turn.recipient.whose.collar, "why": how.value}
    return Told(stream_of(turn.day), Happened.DIGEST_SKIPPED, about | {"due": turn.span.begins})


class _Made(NamedTuple):
    """A digest of a turn: its message's key, its figures, and the incidents of its things to do."""

    turn: Turn
    key: str
    figures: Mapping[str, Any]
    items: list[int]

    def put(self) -> outbox.Put:
        """Its message."""
        return outbox.Put(self.key, f"@{self.turn.recipient.to.collar}", self.key)

    def kept(self) -> stored.Made:
        """What is kept of it."""
        whose = self.turn.recipient.whose.collar
        return stored.Made(self.key, whose, self.turn.day, canonical(self.figures))

    def told(self) -> Told:
        """What the trail tells of it."""
        whose, to, *_ = self.turn.recipient
        about = {"digest": subscriptions.DAILY, "collar": whose.collar, "to": to.collar}
        values = about | {"due": self.turn.span.begins, "figures": self.figures}
        return Told(stream_of(self.turn.day), Happened.DIGEST_MADE, values)


def _make(work: Work, turns: Sequence[Turn]) -> None:
    """Make the digests of turns, from queues that are read once for them all."""
    queues, every = Queues.of(work), list[_Made]()
    for turn in turns:
        key = stored.key_of(turn.recipient.whose.collar, turn.day)
        digest = queues.digest(turn.recipient, _sending(work, turn) is Sending.LATE)
        items = [incident.id for incident, _ in queues.things(turn.recipient)]
        every.append(_Made(turn, key, daily_record.plain(digest), items))
    outbox.put_all(work, DIGEST, [made.put() for made in every])
    stored.add(work, [made.kept() for made in every], {made.key: made.items for made in every})
    enter_all(work, [made.told() for made in every])


def told(work: Work, message: Message, ts: str) -> None:
    """Note that Slack accepted a digest."""
    made = stored.by_key(work, message.key)
    if made is not None:
        stream, to = stream_of(made.day), message.channel.removeprefix("@")
        which = None if message.bulletin == DIGEST else message.bulletin
        enter(work, stream, Happened.DIGEST_TOLD, digest=which, collar=made.collar, to=to, slack=ts)


def of_message(work: Work, message: Message, lang: str) -> Shown | None:
    """What a digest's message says: its figures as they stood, its things to do as they stand."""
    made = stored.by_key(work, message.key)
    to = work.roster.by_collar(message.channel.removeprefix("@"))
    if made is None or to is None:
        return None
    ids = stored.items(work, message.key)
    held = incident_rows.by_ids(work, ids) if ids else {}
    pairs = [(held[i], incident_rows.offences_of(work, i)) for i in ids if i in held]
    seen = [(i, every) for i, every in pairs if sees(to, i, work.force)]
    return Shown(daily_record.read(made.figures), tuple(_lines(work, to, seen, lang)))


def now(work: Work, asker: Person, lang: str) -> Shown:
    """The digest of somebody as it would come now."""
    queues, recipient = Queues.of(work), recipient_of(work, asker)
    return Shown(queues.digest(recipient), tuple(_lines(work, asker, queues.things(recipient), lang)))


@dataclass(frozen=True, slots=True)
class More:
    """What did not fit a digest: each unit's own, and everything that waits in them."""

    shown: Shown
    units: tuple[Digest, ...]
    listing: Listing


def more(work: Work, asker: Person, lang: str) -> More:
    """The rest of somebody's digest as it would come now."""
    queues, recipient = Queues.of(work), recipient_of(work, asker)
    units = tuple(queues.digest(recipient._replace(units=(unit,))) for unit in recipient.units)
    lines = tuple(_lines(work, asker, queues.things(recipient, len(queues.held)), lang))
    listing = Listing("", "", work.today, lines, 0, 0, 0, work.at)
    return More(Shown(queues.digest(recipient), ()), units, listing)


def recipient_of(work: Work, asker: Person) -> Recipient:
    """Somebody as a recipient, with the units that they chose, or have without choosing."""
    return _recipient(work, asker, subscriptions.chosen(work, subscriptions.DAILY).get(asker.collar))


def _lines(work: Work, reader: Person, held: list[Held], lang: str) -> Iterator[Line]:
    for incident, every in held:
        offence = most_pressing(every) or (every[-1] if every else None)
        line = line_of(work, incident, every, offence, lang)
        rule = rule_of(work, incident)
        may = permitted(reader, Action.ALLOCATE, work.force, rule, incident.unit)
        yield line if may else replace(line, can=line.can - {Action.ALLOCATE})


def skipped(work: Work, day: date) -> int:
    """How many digests of a local day came too late to be of use, and were not sent."""
    taken = stored.taken(work, day)
    return sum(how == Sending.SKIPPED and on == day for (_, on), how in taken.items())
