"""Who wants digests, and of which units: what somebody chose, else what force.toml gives them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digest import asked_for, next_digest, own_units
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.case import Request, person
from bot.services.digests.daily import stream_of
from bot.services.entering import enter
from bot.store import inbox, subscriptions
from bot.store.subscriptions import DAILY, EVER, WEEKLY, Chosen
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether somebody gets a kind of digest, of which units, and when the next one comes (UTC), if known."""

    wanted: bool
    units: tuple[str, ...]
    at: datetime | None = None


def wish_of(work: Work, asker: Person, kind: str) -> Wish:
    """What somebody gets of a kind of digest."""
    choice = subscriptions.chosen(work, kind).get(asker.collar)
    units = choice.units if choice and choice.units else own_units(asker, work.force)
    following = next_digest(asker, work.at, work.force.zone) if kind == DAILY else None
    return Wish(_wanted(work, asker, kind, choice), units, following)


def wishes(work: Work, asker: Person) -> tuple[Wish, Wish]:
    """What somebody gets: the daily digest, and the weekly one."""
    return wish_of(work, asker, DAILY), wish_of(work, asker, WEEKLY)


def _wanted(work: Work, asker: Person, kind: str, choice: Chosen | None) -> bool:
    return choice.wanted if choice else asked_for(asker, work.force.digests[kind])


def subscribe(
    work: Work, request: Request, daily: bool, weekly: bool, units: Sequence[str]
) -> tuple[Wish, Wish]:
    """Keep what somebody chose; without units they get those that are theirs by the roster.

    Raises Refused `unknown_unit` for one that force.toml does not name any more.
    """
    inbox.claim(work, request.id)
    asker = person(work, request.actor)
    chosen = tuple(_known(work, units))
    for kind, wanted in ((DAILY, daily), (WEEKLY, weekly)):
        _choose(work, asker, kind, wanted, chosen)
    return wishes(work, asker)


def _known(work: Work, units: Iterable[str]) -> Iterable[str]:
    for code in units:
        if code not in work.force.units:
            raise Refused("unknown_unit", typed=code[:40], units=tuple(work.force.units.values()))
        yield code


def _choose(work: Work, asker: Person, kind: str, wanted: bool, units: tuple[str, ...]) -> None:
    """Keep a choice and tell the trail; whoever wanted it before has wanted it since then."""
    before = subscriptions.chosen(work, kind).get(asker.collar)
    since = (before.since if before else EVER) if _wanted(work, asker, kind, before) else work.at
    after = Chosen(asker.collar, wanted, units, since)
    if after != before:
        subscriptions.choose(work, kind, after)
        enter(
            work, stream_of(work.today), Happened.SUBSCRIPTION_CHANGED, asker.collar,
            digest=kind, wanted=wanted, units=list(units),
        )  # fmt: skip
