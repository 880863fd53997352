"""Digests with invented figures: an ordinary morning, a quiet one, one for somebody on leave."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.digest import Digest
from bot.domain.figures import Timeliness
from bot.domain.listing import Line
from bot.domain.queueing import Ages, Standing, bands
from bot.services.digests.daily import Shown
from bot.services.digests.subscribing import Wish
from tests.templates.things import AT, DAY, LATE, LINE, LISTING, NEGATED, SETTLED, Case, hours

HOUR = AT.replace(minute=0)
STANDING = Standing(
    overdue=2, hours=tuple((HOUR + hours(n), 1 + n % 3) for n in (0, 2, 3, 5, 8, 9, 14, 16)), later=3,
    unallocated=6, mine=2, returned=1, to_confirm=Ages(2, 1, 0), to_sign_off=Ages(1, 2, 1),
)  # fmt: skip
DIGEST = Digest(
    AT, AT + hours(17), ("carmarthenshire",), STANDING, AT - timedelta(days=8), AT - timedelta(days=1),
    Timeliness(58, 67), 4,
)  # fmt: skip
QUIET = replace(DIGEST, standing=Standing(), timeliness=Timeliness(0, 0), negated=0, until=None)
FEW = replace(
    DIGEST, timeliness=Timeliness(5, 7), restricted=2, late=True, covers="2201", units=("powys", "ceredigion")
)
ONE = replace(DIGEST, standing=Standing(1, ((HOUR, 1),), to_confirm=Ages(1, 0, 0)), negated=1, restricted=1)
LONG_HOURS = tuple((HOUR + hours(n), 9) for n in range(0, 36, 3))
LONG = replace(DIGEST, until=AT + hours(40), standing=replace(STANDING, hours=LONG_HOURS))
WISH = Wish(True, ("carmarthenshire", "powys"), AT + hours(17))
NO_WISH = Wish(False, ("carmarthenshire",))


def daily(name: str, digest: Digest, *lines: Line) -> Case:
    """A digest with its things to do."""
    found = bands(digest.standing.hours, digest.at)
    return Case("digests/daily", name, {"shown": Shown(digest, lines), "bands": found})


def chosen(template: str, name: str, daily: Wish, weekly: Wish, kind: str = "message") -> Case:
    """What somebody gets."""
    return Case(f"digests/{template}", name, {"daily": daily, "weekly": weekly}, kind)


def more(name: str, **changes: Any) -> Case:
    """What did not fit."""
    units = tuple(
        replace(each, units=(unit,)) for each, unit in ((DIGEST, "carmarthenshire"), (FEW, "powys"))
    )
    listing = replace(LISTING, **changes)
    return Case(
        "digests/more", name, {"shown": Shown(DIGEST, ()), "units": units, "listing": listing}, "modal"
    )


DIGESTS = [
    daily("", DIGEST, LATE, LINE, NEGATED),
    daily("quiet", QUIET),
    daily("few_and_late_for_a_cover", FEW, LINE, SETTLED),
    daily("more_than_a_day", LONG, LINE, LATE, NEGATED),
    daily("one_of_each", ONE, replace(SETTLED, can=frozenset({"add_offence", "why"}))),
    more(""),
    more("nothing", lines=(), rest=0),
    chosen("settings", "", WISH, NO_WISH, "modal"),
    chosen("settings", "off", NO_WISH, WISH, "modal"),
    chosen("saved", "", WISH, NO_WISH),
    chosen("saved", "off", NO_WISH, WISH),
    chosen("next", "", WISH, NO_WISH),
    chosen("next", "both", WISH, WISH),
    chosen("next", "no_tour", replace(WISH, at=None), NO_WISH),
    chosen("next", "weekly", NO_WISH, WISH),
    chosen("next", "none", NO_WISH, NO_WISH),
    Case("digests/skipped", "", {"day": DAY, "num": 1}),
    Case("digests/skipped", "several", {"day": DAY, "num": 41}),
]
