"""The force on one page, as the rules see it; `bot/force.py` reads it from force.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from bot.domain.dial_in import Series
from bot.domain.dmm import Dmm
from bot.domain.handover import HandoverRules
from bot.domain.rungs import Ladder
from bot.domain.unnamed import Limits

EIGHT = time(8)


class Handling(StrEnum):
    """Whether an incident of a category has a clock from the start."""

    CLOCK = "clock"
    WATCHED = "watched"


class UnitKind(StrEnum):
    """What kind of unit owns a queue and a channel."""

    BCU = "bcu"
    HUB = "hub"  # CIH
    BUREAU = "bureau"  # CRB
    CONTROL = "control"  # FCC


@dataclass(frozen=True, slots=True)
class Unit:
    """A BCU, or one of the units with a queue of its own; `names` is by language code."""

    code: str
    names: Mapping[str, str]
    kind: UnitKind
    channel: str
    hours: str = ""
    dmm: Dmm | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """What the control room calls an incident, and the rules that follow from it."""

    code: str
    names: Mapping[str, str]
    handling: Handling
    classes: tuple[str, ...] = ()
    audited: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Trait:
    """A qualifier or marker that adds rules to whatever the category says."""

    code: str
    names: Mapping[str, str]
    starts_clock: bool = False
    classes: tuple[str, ...] = ()
    audited: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What category, qualifiers and markers together ask of one incident."""

    starts_clock: bool
    audited: bool
    restricted: bool
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stages:
    """How long before the deadline each stage begins; the clock itself is 24 hours."""

    clock: timedelta = timedelta(hours=24)
    approaching: timedelta = timedelta(hours=12)
    no_meeting_left: timedelta = timedelta(hours=12)
    urgent: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """How long before a meeting its list is put, and how late one may begin before it counts as not held."""

    lead: timedelta = timedelta(minutes=30)
    grace: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Code:
    """A reason that a person chooses instead of writing one; `decision` is what it stands for, if any."""

    code: str
    names: Mapping[str, str]
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which counting rules were in force from a day on."""

    id: str
    since: date
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Force:
    """Everything that the Registrar may set; lookups raise KeyError for what force.toml does not name."""

    id: str
    name: str
    zone: str
    languages: tuple[str, ...]
    units: Mapping[str, Unit]
    restricted_channel: str
    operations_channel: str
    registrar_channel: str
    categories: Mapping[str, Category]
    qualifiers: Mapping[str, Trait]
    markers: Mapping[str, Trait]
    permissions: Mapping[str, Mapping[str, tuple[str, ...]]]
    codes: Mapping[str, Mapping[str, Code]]
    editions: tuple[Edition, ...]
    stages: Stages = Stages()
    meetings: MeetingRules = MeetingRules()
    handovers: HandoverRules = field(default_factory=HandoverRules)
    unnamed: Limits = field(default_factory=Limits)
    alert_minutes: int = 15
    claim_hours: float = 4.0  # how long a typed reference may be unknown to the crime system
    sample_percent: int = 10
    sign_off_unit_only: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    retention_days: Mapping[str, int] = field(default_factory=dict)
    channel_languages: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, Code] = field(default_factory=dict)
    circumstances: frozenset[str] = frozenset()  # classes that say how, not which crime
    roles: Mapping[str, Code] = field(default_factory=dict)
    accreditations: Mapping[str, Code] = field(default_factory=dict)
    dial_ins: Mapping[str, Series] = field(default_factory=dict)
    digests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ranks and roles by kind
    ladder: Ladder = field(default_factory=Ladder)
    weekly_day: int = 0  # of the weekly digest; Monday is 0
    weekly_at: time = EIGHT  # local

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that it uses."""
        own = (self.restricted_channel, self.operations_channel, self.registrar_channel)
        return (*(unit.channel for unit in self.units.values()), *own)

    @property
    def restricted_classes(self) -> frozenset[str]:
        """The classes of which an offence may be spoken of in the restricted channel only."""
        return frozenset(c.classes[0] for c in self.categories.values() if c.restricted and c.classes)

    @property
    def private_channels(self) -> frozenset[str]:
        """Those that must not be open to all."""
        return frozenset({self.restricted_channel, self.registrar_channel})

    def rule(self, category: str, qualifiers: Iterable[str], markers: Iterable[str]) -> Rule:
        """What these codes ask together; an unknown category or trait asks nothing and is watched."""
        known = self.categories.get(category)
        traits = [self.qualifiers[q] for q in qualifiers if q in self.qualifiers]
        traits += [self.markers[m] for m in markers if m in self.markers]
        parts: list[Category | Trait] = [*traits, known] if known else [*traits]
        clock = bool(known and known.handling is Handling.CLOCK)
        return Rule(
            starts_clock=clock or any(t.starts_clock for t in traits),
            audited=any(p.audited for p in parts),
            restricted=any(p.restricted for p in parts),
            classes=frozenset(c for p in parts for c in p.classes),
        )

    def edition(self, day: date) -> Edition:
        """The counting rules in force on a local day: the newest that had begun, else the first."""
        begun = [e for e in self.editions if e.since <= day]
        return max(begun, key=lambda e: e.since) if begun else self.editions[0]
