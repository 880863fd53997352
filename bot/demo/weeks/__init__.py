"""The weeks before a scene: what a force did day by day, made by the services of its own bot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.scenes import Scene
from bot.demo.weeks.days import Weeks
from bot.demo.weeks.diary import Diary
from bot.demo.weeks.left import leave
from bot.demo.weeks.posts import posts
from bot.demo.world import WINDOW
from bot.store.store import Store

WEEKS = 5  # that a demo has behind it, if nobody wants fewer


def lived(store: Store, scene: Scene, length: int) -> Iterator[int]:
    """Live so many days before a scene in a store that holds nothing yet; gives how many are done.

    What the scene's own feed tells is left to it: in the last day or two nothing is reported but what the
    last meetings look at, which is decided after them. The last days' lists, digests and records are left for
    Slack to show; it is told of nothing else.
    """
    store.force = replace(store.force, sample_percent=0)  # a sample is drawn from salt that nobody foresees
    zone = ZoneInfo(store.force.zone)
    last, fed = (at.astimezone(zone).date() for at in (scene.starts, scene.starts - WINDOW))
    first = datetime.combine(last - timedelta(days=length), time(), zone).astimezone(UTC)
    diary = Diary(store.force, posts(store.roster.on(last)), Random(f"{scene.seed}:weeks"), first)
    weeks = Weeks.before(scene, diary, last, fed)
    for done in range(length + 1):
        day = last - timedelta(days=length - done)
        until = min(diary.at(day + timedelta(days=1), "00:00"), scene.starts)
        store.write_now(weeks.live, diary.at(day, "00:00"), day, until)
        yield done
    store.write_now(leave, scene.starts)
