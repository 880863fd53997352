"""What an alert tells of, item by item, as it stands now: on every copy of it, wherever that stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.ladder import PassedOver, Reason, for_whom, pressing
from bot.domain.listing import Alert, AlertItem, Named
from bot.domain.rights import sees
from bot.services.incidents.listings import line_of
from bot.store import alerts, ladder, outbox, snoozes
from bot.store import incidents as stored
from bot.store.ladder import LadderStep, Pair
from bot.store.work import Work

SUMMARIES = (Reason.LATE, Reason.AFTER_QUIET, Reason.SUMMED_UP)  # what a summary says of itself, first of all


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a message says of one offence: the stage, whom it mentions, who has it in hand."""

    pair: Pair
    stage: str
    mentions: tuple[str, ...]
    got_by: str | None
    got_at: datetime | None


def alert(work: Work, key: str, lang: str) -> Alert:
    """What an alert in a channel tells of: each offence once, at the gravest stage that it tells.

    What has become restricted since it was told is no longer told where others read.
    """
    found = alerts.of_message(work, key)
    held = stored.by_ids(work, [a.incident_id for a in found])
    message = outbox.by_key(work, key)
    secluded = message is not None and message.channel == work.force.restricted_channel
    told = [a for a in found if secluded or not held[a.incident_id].restricted]
    spoken = [
        Spoken((a.incident_id, a.n), a.stage.code, _reached(work, a.mentions), a.got_by, a.got_at)
        for a in told
    ]
    return Alert(key, _items(work, held, spoken, lang), work.at)


def told(work: Work, key: str, lang: str) -> Alert:
    """What one person is told of, or a channel in the thread of an alert; the most pressing first.

    Nobody is told of what they may not see any more.
    """
    steps, message = ladder.of_message(work, key), outbox.by_key(work, key)
    held = stored.by_ids(work, [s.incident_id for s in steps])
    place = message.channel if message else ""
    shown = [s for s in steps if _may_read(work, held[s.incident_id], place)]
    shown.sort(key=lambda s: pressing(s.stage, held[s.incident_id].restricted, s.due_at))
    spoken = [Spoken(s.pair, s.stage, _named(work, s, place), s.got_by, s.got_at) for s in shown]
    why = next((r.value for r in SUMMARIES if r.value in {s.reason for s in shown}), "")
    return Alert(key, _items(work, held, spoken, lang), work.at, why)


def _may_read(work: Work, incident: Incident, place: str) -> bool:
    if not place.startswith("@"):
        return place == work.force.restricted_channel or not incident.restricted
    reader = work.roster.by_collar(place[1:])
    return reader is not None and sees(reader, incident, work.force)


def _named(work: Work, step: LadderStep, place: str) -> tuple[str, ...]:
    """Whom a step mentions where others read too."""
    return _reached(work, [step.person] if step.person and not place.startswith("@") else [])


def _reached(work: Work, collars: Iterable[str]) -> tuple[str, ...]:
    """The collar numbers of those whom Slack can reach."""
    people = (work.roster.by_collar(collar) for collar in collars)
    return tuple(p.collar for p in people if p and p.slack_ids)


def _items(
    work: Work, held: dict[int, Incident], spoken: Iterable[Spoken], lang: str
) -> tuple[AlertItem, ...]:
    """Each offence once, as what was said of it first, with everybody who is mentioned for it."""
    firsts: dict[Pair, Spoken] = {}
    mentions: dict[Pair, tuple[str, ...]] = {}
    for each in spoken:
        firsts.setdefault(each.pair, each)
        mentions[each.pair] = tuple(dict.fromkeys((*mentions.get(each.pair, ()), *each.mentions)))
    put_off, steps = snoozes.standing(work, list(firsts)), _steps(work, list(firsts))
    made = []
    for pair, each in firsts.items():
        snooze, (cannot, instead) = put_off.get(pair), _passed_on(steps.get(pair, []))
        offences = stored.offences_of(work, pair[0])
        offence = next(o for o in offences if o.n == pair[1])
        line = line_of(work, held[pair[0]], offences, offence, lang)
        by, until = (_who(work, snooze.by), snooze.until) if snooze else (None, None)
        got = _who(work, each.got_by), each.got_at
        passed = _who(work, cannot), _who(work, instead)
        made.append(AlertItem(line, pair[1], each.stage, mentions[pair], *got, by, until, *passed))
    return tuple(made)


def _steps(work: Work, pairs: list[Pair]) -> dict[Pair, list[LadderStep]]:
    found: dict[Pair, list[LadderStep]] = {}
    for step in ladder.of_offences(work, pairs) if pairs else ():
        found.setdefault(step.pair, []).append(step)
    return found


def _passed_on(steps: list[LadderStep]) -> tuple[str | None, str | None]:
    """Who said last that they can't, and who was told instead."""
    for step in reversed(steps):
        cannot = for_whom(step.passed, PassedOver.CANNOT)
        if cannot and step.settled_at:
            return cannot[-1], step.person
    return None, None


def _who(work: Work, collar: str | None) -> Named | None:
    return work.roster.by_collar(collar)
