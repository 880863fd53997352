"""What the last meetings before a scene look at: reports of the evening before, decided after them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bot.demo.incidents import Invented, background, crime_ref
from bot.demo.scenes import Scene
from bot.demo.weeks.diary import Diary
from bot.demo.weeks.reports import STEP, Life, told
from bot.domain.force import Force

SINCE = "16:00"  # so that all can be decided in time after the next day's meetings
GIVEN, DECIDED, CHECKED = "07:30", "10:15", "18:00"  # of the day of the meetings: around them, and after
SHARE, LESS = {"carmarthenshire": 7, "pembrokeshire": 4}, 3  # how many each unit has
NUMBER = 601  # beyond those of the day: the scene's own feed may number it too


def eve(scene: Scene, diary: Diary, last: date) -> date:
    """The local day before that of the last meetings; `last` is the scene's, on which it may be too early."""
    met = (unit.dmm.local_time(last) for unit in diary.force.units.values() if unit.dmm)
    begins = (diary.at(last, local.isoformat()) for local in met if local)
    over = all(at + timedelta(hours=1) < scene.starts for at in begins)
    return last - timedelta(days=1 if over else 2)


def of_eve(day: date, diary: Diary, seed: int) -> Iterator[Life]:
    """The lives of an evening's reports, in the order of the logs; all end before the next evening."""
    morrow, luck = day + timedelta(days=1), Random(f"{seed}:eve:lives")
    given, decided, checked = (diary.at(morrow, local) for local in (GIVEN, DECIDED, CHECKED))
    found = sorted(_some(day, diary, seed), key=lambda one: one.logged_at)
    for n, one in enumerate(found):
        number = NUMBER + STEP * n
        report = told(replace(one, number=number, changes=()), day, diary.force)
        at = decided + timedelta(minutes=luck.randrange(240))
        hand = given + timedelta(minutes=luck.randrange(240))
        yield Life(report, "recorded", crime_ref(day, 5000 + number), hand, at, checked, typed=False)


def _some(day: date, diary: Diary, seed: int) -> Iterator[Invented]:
    """As many of each unit as its share, of what starts a clock and all may hear of."""
    force, since = diary.force, diary.at(day, SINCE)
    room = {code: SHARE.get(code, LESS) for code, unit in force.units.items() if unit.dmm}
    for one in background(day, force, seed + 1):  # the seed itself makes the scene's own feed
        if one.reported_at >= since and room.get(one.unit) and _has_clock(one, force):
            room[one.unit] -= 1
            yield one


def _has_clock(one: Invented, force: Force) -> bool:
    rule = force.rule(one.category, one.qualifiers, one.markers)
    return rule.starts_clock and not rule.restricted
