"""Questions about a unit's queue: who must be looked at first, and how much there is beside it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.clock import Stage, crossings, stage_at
from bot.domain.dmm import next_meeting_end
from bot.domain.duty import next_on, on_until
from bot.domain.force import Category, Force, Rule, Trait, Unit
from bot.domain.incident import Incident
from bot.domain.listing import Line, Listing, Scope
from bot.domain.offence import RUNNING, UNDECIDED, Offence
from bot.domain.ordering import Place, can_be_done, most_pressing, place
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted, sees
from bot.services.case import rule_of
from bot.services.messages.notices import RESTRICTED
from bot.store import waiting, watched
from bot.store.work import Work

EVERYWHERE = "all"


class Placed(NamedTuple):
    """An incident with its offences, the one that a list speaks of, and where it stands there."""

    place: Place
    incident: Incident
    offences: list[Offence]
    offence: Offence


def live(work: Work, code: str, lang: str) -> Listing:
    """A unit's live list (or the restricted one) in the order of its meeting, in a language."""
    if code == RESTRICTED:
        scope, unit = Scope(restricted=True), None
    else:
        scope, unit = Scope(unit=code, restricted=False), work.force.units[code]
    lines = lines_of(work, scope, lang)
    name = unit.names.get(lang, unit.code) if unit else RESTRICTED
    seen = _watched(work, unit) if unit else 0
    hidden = len(lines_of(work, Scope(unit=code, restricted=True), lang)) if unit else 0
    return Listing(code, name, work.today, tuple(lines), 0, seen, hidden, work.at)


def asked(work: Work, scope: Scope, asker: Person, lang: str) -> Listing:
    """A list that somebody asked for; of restricted incidents those that they may see.

    Raises Refused `restricted_only` to whom the list of all restricted incidents is not shown.
    """
    seen = permitted(asker, Action.SEE_RESTRICTED, work.force, Rule(False, False, False, frozenset()))
    if scope.restricted and not seen:
        raise Refused("restricted_only")
    unit = work.force.units.get(scope.unit or "")
    name = unit.names.get(lang, unit.code) if unit else ""
    lines = tuple(lines_of(work, scope, lang, asker))
    return Listing(scope.unit or "", name, work.today, lines, 0, 0, 0, work.at)


def scope_meant(force: Force, asker: Person, word: str) -> Scope:
    """Which list a word asks for; raises Refused `unknown_unit`."""
    own = asker.unit if asker.unit in force.units else None
    if word in (RESTRICTED, EVERYWHERE):
        return Scope(restricted=True if word == RESTRICTED else None)
    if word == "mine":
        return Scope(mine=asker.collar)
    if word in ("overdue", "unallocated"):
        return Scope(unit=own, overdue=word == "overdue", unallocated=word == "unallocated")
    return Scope(unit=unit_meant(force, word) if word else own)


def unit_meant(force: Force, typed: str) -> str:
    """The unit whose code, name or channel the words (in small letters) are, or which alone they begin.

    Raises Refused `unknown_unit`, also where several units begin so: nobody is guessed.
    """
    word = typed.lstrip("#")
    known = {
        u.code: [n.lower() for n in (u.code, u.channel, *u.names.values())] for u in force.units.values()
    }
    whole = [code for code, names in known.items() if word in names]
    found = whole or [code for code, names in known.items() if any(n.startswith(word) for n in names)]
    if len(found) != 1:
        raise Refused("unknown_unit", typed=typed[:40], units=tuple(force.units.values()))
    return found[0]


def lines_of(work: Work, scope: Scope, lang: str, asker: Person | None = None) -> list[Line]:
    """The lines of a scope that the asker may see, first what is first due to be looked at."""
    found = waiting.in_scope(work, scope)
    return in_order(work, [(i, o) for i, o in found if asker is None or sees(asker, i, work.force)], lang)


def in_order(work: Work, found: Iterable[tuple[Incident, list[Offence]]], lang: str) -> list[Line]:
    """The lines of incidents in the order of their meeting; one with nothing that waits has none."""
    return [line_of(work, *one[1:], lang) for one in placed(work, found)]


def on_the_list(work: Work, scope: Scope, ends: datetime | None = None) -> list[Placed]:
    """The incidents of a scope in the order of their unit's meeting, or of one that should end at `ends`."""
    return placed(work, waiting.in_scope(work, scope), ends)


def placed(
    work: Work, found: Iterable[tuple[Incident, list[Offence]]], ends: datetime | None = None
) -> list[Placed]:
    """Incidents in the order of their unit's next meeting, or of one that should end at `ends` (UTC).

    One with nothing that waits is left out.
    """
    every = []
    for incident, held in found:
        offence = most_pressing(held)
        if offence is not None:
            until = ends or _next_end(work, incident.unit)
            where = place(incident, offence, work.at, until, rule_of(work, incident).classes)
            every.append(Placed(where, incident, held, offence))
    return sorted(every, key=lambda one: (one.place, str(one.incident.key)))


def _next_end(work: Work, code: str) -> datetime | None:
    unit = work.force.units.get(code)
    return next_meeting_end(work.at, unit.dmm, work.force.zone) if unit and unit.dmm else None


def line_of(work: Work, incident: Incident, held: list[Offence], offence: Offence | None, lang: str) -> Line:
    """The line of an incident that speaks of one of its offences, or of none where it is watched."""
    due = offence.due_at if offence and offence.state in RUNNING else None
    force, code, oic = work.force, incident.category, work.roster.by_collar(incident.oic)
    away = oic if oic and _waits_for_nobody(work, offence, oic) else None
    return Line(
        key=incident.key,
        category=code,
        category_name=code if incident.restricted else _name(force.categories, code, lang),
        age=work.at - (offence.told_at if offence else incident.reported_at),
        left=due - work.at if due else None,
        due_at=due,
        stage=stage_of(work, incident, offence).code if offence else "new",
        oic=oic,
        state=offence.state.value if offence else "watched",
        open_offences=sum(o.state in RUNNING for o in held),
        markers=tuple(_name(force.markers, m, lang) for m in incident.markers),
        version=incident.version,
        can=can_be_done(held),
        claimed=sum(o.claimed_at is not None for o in held),
        off=away is not None,
        back=next_on(away, work.at, force.zone) if away else None,
    )


def _waits_for_nobody(work: Work, offence: Offence | None, oic: Person) -> bool:
    """Whether an offence is undecided and its officer off duty."""
    undecided = offence is not None and offence.state in UNDECIDED
    return undecided and on_until(oic, work.at, work.force.zone) is None


def _name(table: Mapping[str, Category] | Mapping[str, Trait], code: str, lang: str) -> str:
    """What one of the force's tables calls a code; one that is not in it stands for itself."""
    return table[code].names.get(lang, code) if code in table else code


def stage_of(work: Work, incident: Incident, offence: Offence) -> Stage:
    """The stage that an offence's clock has reached; a stopped one is *new*."""
    if offence.state not in RUNNING:
        return Stage.NEW
    unit = work.force.units.get(incident.unit)
    path = crossings(offence.told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    return stage_at(work.at, path)


def _watched(work: Work, unit: Unit) -> int:
    """How many of a unit's incidents of today have no offence on the clock."""
    begins = datetime.combine(work.today, time(), ZoneInfo(work.force.zone))
    return watched.count(work, unit.code, begins, begins + timedelta(days=1))
