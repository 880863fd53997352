"""The whole invented force: the background and what a scene plants, numbered as a control room does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.incidents import Change, Invented, background
from bot.demo.scenes import Scene
from bot.domain.force import Force
from bot.domain.incident import IncidentKey

DAY = timedelta(hours=24)
WINDOW = timedelta(hours=30)  # how far back the export reaches: so it never shrinks by half at midnight


class World:
    """Everything that will have been reported, day by day; a day is invented when it is first asked for."""

    def __init__(self, scene: Scene, force: Force) -> None:
        self.scene = scene
        self.force = force
        self._zone = ZoneInfo(force.zone)
        self._days: dict[date, tuple[Invented, ...]] = {}

    def day(self, day: date) -> tuple[Invented, ...]:
        """One local day, in the order of the logs; numbers begin at 1."""
        if day not in self._days:
            found = [*self._background(day), *self._planted(day)]
            found.sort(key=lambda one: (one.logged_at, one.category, one.beat))
            self._days[day] = tuple(replace(one, number=n) for n, one in enumerate(found, start=1))
        return self._days[day]

    def on_export(self, at: datetime) -> list[Invented]:
        """What the export holds at an instant: everything logged lately, as it is then."""
        since = at - WINDOW
        first, last = (self._local(when) for when in (since, at))
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [one.as_of(at) for day in days for one in self.day(day) if since < one.logged_at <= at]

    def named(self, name: str) -> Invented:
        """The incident that the scene planted under a name, with its number."""
        [planted] = [one for one in self.scene.planted if one.name == name]
        return next(one for one in self.day(self._local(planted.reported_at)) if one.name == name)

    def key(self, name: str) -> IncidentKey:
        """The key of an incident that the scene planted under a name."""
        one = self.named(name)
        return IncidentKey(self.force.id, self._local(one.reported_at), str(one.number))

    def ref(self, name: str) -> str:
        """Its reference as people write it: `123/20-11`."""
        return self.key(name).ref

    def _local(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _planted(self, day: date) -> Iterable[Invented]:
        return (one for one in self.scene.planted if self._local(one.reported_at) == day)

    def _background(self, day: date) -> Iterable[Invented]:
        invented = background(day, self.force, self.scene.seed)
        return (self._settled(one) for one in invented if not self._signed_off(one))

    def _signed_off(self, one: Invented) -> bool:
        """What was recorded and signed off before the story begins is no longer on the export."""
        then = self._settled(one).as_of(self.scene.starts)
        audited = self.force.rule(then.category, then.qualifiers, then.markers).audited
        return one.logged_at < self.scene.starts and bool(then.crime_refs) and audited

    def _settled(self, one: Invented) -> Invented:
        """Before the story begins, what is a day old was recorded, and in a cleared unit everything was."""
        begins = self.scene.starts
        then = one.as_of(begins)
        fresh = then.unit not in self.scene.cleared and begins - one.reported_at < DAY
        clock = self.force.rule(then.category, then.qualifiers, then.markers).starts_clock
        if fresh or one.logged_at >= begins or then.crime_refs or not clock:
            return one
        others = (change for change in one.changes if change.field != "crime_refs")
        ref = f"DPP{one.logged_at:%y%j-%H%M%S}"
        return replace(one, changes=(*others, Change(begins, "crime_refs", (ref,))))
