"""Crime references that the feed brings: each settles the one offence that it fits, or waits."""

from collections.abc import Iterable

from bot.domain.clock import due_at
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, Decision, Offence, Verdict, decide
from bot.domain.sampling import sampled
from bot.services.case import rule_of, tell, with_crossing
from bot.store import crime_refs as waiting
from bot.store import incidents as stored
from bot.store import trail
from bot.store.work import Work

FEED = "feed"  # who decided, where the crime system says that a record exists


def settle(work: Work, incident: Incident, refs: Iterable[str]) -> None:
    """Let each new reference settle its incident's one open offence; with several open, or none, it waits."""
    for ref in refs:
        offences = stored.offences_of(work, incident.id)
        if any(o.crime_ref == ref for o in offences):
            continue
        running = [o for o in offences if o.state in RUNNING]
        if not offences:
            running = [_opened(work, incident)]
        if len(running) == 1:
            _record(work, incident, running[0], ref)
        else:
            waiting.add(work, incident.id, ref)
            tell(work, incident, Happened.CRIME_REF_WAITING, None, crime=ref, open=len(running))


def _opened(work: Work, incident: Incident) -> Offence:
    """The offence of an incident that was only watched until a crime of it was recorded."""
    told = incident.reported_at
    opened = Offence(incident.id, 1, told, due_at(told, work.force.stages))
    stored.add_offence(work, opened)
    tell(work, incident, Happened.OFFENCE_ADDED, None, 1, told, category=incident.category)
    return opened


def _record(work: Work, incident: Incident, before: Offence, ref: str) -> None:
    verdict = Verdict(Decision.CRIME, FEED, FEED, work.at, crime_ref=ref, oic=incident.oic)
    audited = rule_of(work, incident).audited
    drawn = sampled(trail.head_hash(work.conn, incident.stream), work.force.sample_percent)
    after = with_crossing(work, None, decide(before, verdict, audited or drawn))
    stored.save_offence(work, before, after)
    tell(
        work,
        incident,
        Happened.CRIME_RECORDED,
        None,
        before.n,
        decision=Decision.CRIME.value,
        crime=ref,
        source=FEED,
    )
