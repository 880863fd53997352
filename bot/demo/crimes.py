"""The invented crime system: a record for every reference that a log names, and those that a scene plants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.demo.incidents import Invented
from bot.demo.world import World
from bot.domain.force import Force
from bot.domain.matching import kinds

COLUMNS = ("Crime Ref", "Incident Ref", "Recorded", "Class", "Cancelled", "Cancel Code", "Cancelled By")


@dataclass(frozen=True, slots=True)
class Made:
    """A record that was never made, of an incident that never happened. Instants are UTC."""

    ref: str
    incident: Invented
    at: datetime
    offence_class: str
    cancelled_at: datetime | None = None
    code: str = ""
    by: str = ""


def records(world: World, at: datetime) -> Iterator[Made]:
    """What the crime system has at an instant, oldest first."""
    every = (*_of_logs(world, at), *_planted(world, at))
    return iter(sorted(every, key=lambda made: (made.at, made.ref)))


def _of_logs(world: World, at: datetime) -> Iterator[Made]:
    """Those that a log names: the control room takes them from the crime system."""
    for one in world.on_export(at):
        named = {ref: c.at for c in one.changes if c.field == "crime_refs" for ref in c.value}
        for ref in one.crime_refs:
            yield Made(ref, one, named.get(ref, one.logged_at), _class_of(one, world.force))


def _planted(world: World, at: datetime) -> Iterator[Made]:
    for each in world.scene.records:
        if each.at <= at:
            one = world.named(each.of).as_of(at)
            gone = each.cancelled_at is not None and each.cancelled_at <= at
            ended = (each.cancelled_at, each.code, each.by) if gone else (None, "", "")
            yield Made(each.ref, one, each.at, each.offence_class or _class_of(one, world.force), *ended)


def _class_of(one: Invented, force: Force) -> str:
    """A class of which its offence may be; of one that is known by a circumstance only, none."""
    of = kinds(force, "", one.category, (*one.qualifiers, *one.markers))
    first = force.categories[one.category].classes[:1]
    return first[0] if first and first[0] in of else min(of, default="")
