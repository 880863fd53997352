"""Taking in what a source says: new incidents, changed ones, and crime references that settle offences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from bot.domain.clock import due_at
from bot.domain.comparing import as_first_read, changes, digest, retold
from bot.domain.crime import CrimeReport
from bot.domain.facts import Happened
from bot.domain.force import Rule
from bot.domain.incident import Incident, IncidentReport
from bot.domain.offence import Offence
from bot.services.case import crosses_at, tell, with_crossing
from bot.services.crimes import settling
from bot.services.feeds.dossier import Dossier
from bot.services.feeds.reported import first_reported
from bot.services.keeping import retention
from bot.services.ladder import rungs
from bot.services.messages import notices
from bot.store import crimes, outbox
from bot.store import incidents as stored
from bot.store import intake as bulk
from bot.store.work import Work

ONE_BY_ONE = 50
_Reports = dict[str, IncidentReport]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many reports were new, changed something, said nothing new or are too old; `left` wait."""

    fresh: int = 0
    changed: int = 0
    same: int = 0
    left: tuple[IncidentReport | CrimeReport, ...] = ()
    too_old: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        fresh, changed = self.fresh + other.fresh, self.changed + other.changed
        return Taken(fresh, changed, self.same + other.same, other.left, self.too_old + other.too_old)


def take(work: Work, source: str, reports: Sequence[IncidentReport]) -> Taken:
    """Take in a batch in which no incident stands twice; an equal report writes nothing.

    At most about 1,000, for the writer is held meanwhile. What changed, or brings crime references, takes
    statements of its own: beyond so many of these the others are `left`, to be taken by themselves.
    """
    first = {str(r.key): r for r in reports}
    fresh, changed, too_old = _news(work, first)
    same = len(first) - len(fresh) - len(changed) - too_old
    awaited = crimes.awaited(work, [*fresh, *changed])
    by_one = [k for k, r in first.items() if k in changed or (k in fresh and (r.crime_refs or k in awaited))]
    later = tuple((fresh if k in fresh else changed).pop(k) for k in by_one[ONE_BY_ONE:])
    if fresh:
        _take_fresh(work, source, fresh, awaited)
    if changed:
        _take_changed(work, changed, awaited)
    return Taken(len(fresh), len(changed), same, later, too_old)


def _news(work: Work, first: _Reports) -> tuple[_Reports, _Reports, int]:
    """What is new, what changed, and how many we do not take in since they are too old."""
    known = bulk.known_digests(work, first)
    fresh = {k: r for k, r in first.items() if k not in known}
    changed = {k: r for k, r in first.items() if k in known and known[k] != digest(r)}
    beyond = retention.beyond(work, fresh) if fresh else set[str]()
    return {k: r for k, r in fresh.items() if k not in beyond}, changed, len(beyond)


def _take_fresh(
    work: Work, source: str, reports: Mapping[str, IncidentReport], awaited: Collection[str]
) -> None:
    ids = bulk.reserve(work.conn, len(reports))
    rule = cache(work.force.rule)  # incidents are many, their categories few
    fresh = [
        _first_look(work, ident, key, report, rule(report.category, report.qualifiers, report.markers))
        for ident, (key, report) in zip(ids, reports.items(), strict=True)
    ]
    bulk.insert_fresh(work, source, fresh)
    concerned = [f for f in fresh if f.report.crime_refs or f.key in awaited]
    for incident in stored.by_ids(work, [f.id for f in concerned]).values() if concerned else ():
        _settle(work, incident, incident.crime_refs, incident.stream in awaited, arrived=True)
    shown = {(f.report.unit, f.restricted) for f in (*concerned, *(f for f in fresh if f.offence))}
    for unit, restricted in shown:
        notices.put_unit_lists(work, unit, restricted)


def _settle(
    work: Work, incident: Incident, refs: Sequence[str], awaited: bool, arrived: bool = False
) -> None:
    """Let what the crime system told before (`awaited`), then each new reference, settle an offence.

    Records that are cancelled already count when the incident has just `arrived`.
    """
    if awaited or refs:
        dossier = Dossier.of(work, incident)
        if awaited:
            settling.match_all(dossier, None if arrived else ())
        settling.column_refs(dossier, refs)


def _first_look(work: Work, ident: int, key: str, report: IncidentReport, rule: Rule) -> bulk.Fresh:
    opens = rule.starts_clock
    offence = _open_offence(work, ident, report.unit, report.reported_at) if opens else None
    return bulk.Fresh(ident, key, report, rule.restricted, offence)


def _open_offence(work: Work, ident: int, unit: str, told: datetime) -> Offence:
    due, crosses = due_at(told, work.force.stages), crosses_at(work, work.force.units.get(unit), told)
    return Offence(ident, 1, told, due, crosses_at=crosses)


def _take_changed(work: Work, reports: dict[str, IncidentReport], awaited: Collection[str]) -> None:
    rows, lists = bulk.held(work, reports), set[tuple[str, bool]]()
    for key, report in reports.items():
        row = rows[key]
        incident = _take_one_change(work, row, as_first_read(row, report), key in awaited)
        lists |= {(row.unit, row.restricted), (incident.unit, incident.restricted)}  # off one, onto the other
    for unit, restricted in lists:
        notices.put_unit_lists(work, unit, restricted)


def _take_one_change(work: Work, row: bulk.Held, report: IncidentReport, awaited: bool) -> Incident:
    rule = work.force.rule(report.category, report.qualifiers, report.markers)
    differing = changes(row, report)
    offences = stored.offences_of(work, row.id)
    restricted = rule.restricted or _holds_restricted(work, row, offences)
    bulk.write_change(work, row, report, restricted)
    incident = stored.by_ids(work, [row.id])[row.id]
    if differing or restricted != row.restricted:
        tell(work, incident, Happened.INCIDENT_CHANGED, None, changes=differing, restricted=restricted)
    if rule.starts_clock and not offences:
        _start_clock(work, incident)
    _adjust_clocks(work, incident, offences, row.reported_at)
    fresh_refs = [r for r in report.crime_refs if r not in row.crime_refs]
    _settle(work, incident, fresh_refs, awaited)
    outbox.freshen_alerts(work, incident.id)
    if restricted != row.restricted:
        notices.freshen_past(work, incident)
    return incident


def _start_clock(work: Work, incident: Incident) -> None:
    """Put an incident that was only watched on the clock, from when police were first told of it."""
    told = first_reported(work, incident)
    stored.add_offence(work, _open_offence(work, incident.id, incident.unit, told))
    tell(work, incident, Happened.OFFENCE_ADDED, None, 1, told, category=incident.category)


def _holds_restricted(work: Work, row: bulk.Held, offences: Sequence[Offence]) -> bool:
    """Whether it has an offence, or a crime, that may be spoken of in the restricted channel only."""
    added = any(work.force.rule(o.offence_class, (), ()).restricted for o in offences)
    refs = [o.crime_ref.upper() for o in offences if o.crime_ref]
    return added or crimes.any_of(work, (row.id, row.key), refs, work.force.restricted_classes)


def _adjust_clocks(work: Work, incident: Incident, offences: Sequence[Offence], before: datetime) -> None:
    """Move clocks to an earlier report, and to the meetings of the unit; `before`: the report time so far."""
    unit = work.force.units.get(incident.unit)
    for offence in offences:
        again = with_crossing(work, unit, _retimed(work, offence, before, incident.reported_at))
        if again != offence:
            stored.save_offence(work, offence, again)
            rungs.earlier(work, offence, again)


def _retimed(work: Work, offence: Offence, before: datetime, corrected: datetime) -> Offence:
    """Told with the report, an offence moves to an earlier one; told later, it keeps what a person gave."""
    told = retold(offence.told_at, before, corrected)
    return replace(offence, told_at=told, due_at=due_at(told, work.force.stages))
