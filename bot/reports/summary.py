"""The counts that stand in sentences of the page, by the names that `docs/replay.md` explains."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.figures import UNJUDGED
from bot.domain.force import Force
from bot.domain.people import Roster
from bot.domain.second_look import OF_LOGS
from bot.replay.findings import Findings
from bot.reports import measures, view
from bot.reports.base import base, timed

Value = str | int | float | datetime | None
Line = tuple[str, Value]


def summary(findings: Findings, force: Force, roster: Roster | None) -> Iterator[Line]:
    """Every count by its name, in the order of the page; lengths in whole seconds, and as h:mm beside it."""
    yield from _period(findings)
    yield from _headline(findings, force)
    yield from _base(findings, force)
    yield from _caught(findings)
    yield from _cost(findings, force, roster)
    yield from _waits(findings)
    yield from _log(findings)


def whole(seconds: float | None) -> int | None:
    """Whole seconds."""
    return None if seconds is None else round(seconds)


def h_mm(seconds: float | None) -> str | None:
    """`51:07`; nothing of a length that is none or below 0."""
    if seconds is None or seconds < 0:
        return None
    return f"{round(seconds) // 3600}:{round(seconds) // 60 % 60:02d}"


def rate(share: measures.Share, shown: bool) -> tuple[Value, ...]:
    """Part, whole, rate, low, high; blank where no share is true, a count alone where there are too few."""
    if not shown:
        return (None,) * 5
    if not share.enough:
        return share.part, share.whole, None, None, None
    return share.part, share.whole, *(round(each, 4) for each in (share.rate, *share.interval))


def _period(findings: Findings) -> Iterator[Line]:
    yield "first_report", findings.began
    yield "last_report", findings.ended
    yield "known_until", findings.until
    yield "days", findings.days


def _headline(findings: Findings, force: Force) -> Iterator[Line]:
    yield "on_clock", findings.outcomes.total()
    shown = rate(view.share(findings.outcomes), timed(findings, force))
    yield from zip(("in_24_hours", "judged", "rate", "low", "high"), shown, strict=True)
    yield "not_judged", sum(findings.outcomes.get(each, 0) for each in UNJUDGED)


def _base(findings: Findings, force: Force) -> Iterator[Line]:
    found = base(findings, force)
    yield "in_unknown_categories", found.categories.part
    yield "unknown_categories", len(view.strangers(findings.categories, force.categories))
    yield "in_unknown_units", found.units.part
    yield "unknown_units", len(view.strangers(findings.units, force.units))
    rare = (view.rare(findings.categories, force.categories), view.rare(findings.units, force.units))
    yield "rare_values", sum(count for count, _ in rare)
    yield "crime_records", found.elsewhere.whole
    yield "elsewhere", findings.elsewhere
    yield "references", findings.references
    yield "unknown_refs", findings.unknown_refs


def _caught(findings: Findings) -> Iterator[Line]:
    for name in ("missed", "alerted", "listed", "spared"):
        yield name, getattr(findings.caught, name)
    yield "after_closing", findings.after_closing
    lead = measures.spread(findings.caught.leads)
    yield from _length("median_before_deadline", lead.median if lead else None)


def _cost(findings: Findings, force: Force, roster: Roster | None) -> Iterator[Line]:
    found = view.cost(findings, force, roster)
    channel, person = found.channel, found.person
    yield "busiest_channel", channel.channel if channel else None
    yield "its_median_day", channel.posts.median if channel else None
    yield "its_busiest_day", channel.posts.busiest if channel else None
    yield "most_mentioned", person.code if person else None
    yield "mentions_median_day", person.median if person else None
    yield "mentions_busiest_day", person.busiest if person else None


def _waits(findings: Findings) -> Iterator[Line]:
    spread = measures.spread(findings.waits)
    yield "records", spread.count if spread else 0
    yield from _length("median_to_record", spread.median if spread else None)
    yield from _length("ninetieth_to_record", spread.ninetieth if spread else None)


def _log(findings: Findings) -> Iterator[Line]:
    for name in ("incidents", "watched", "opened_by_crime", "cancelled", "again", "changed", "waiting"):
        yield name, getattr(findings, name)
    for signal in OF_LOGS:
        yield f"second_look_{signal}", findings.look_counts.get(signal, 0)


def _length(name: str, seconds: float | None) -> Iterator[Line]:
    yield f"{name}_seconds", whole(seconds)
    yield f"{name}_h_mm", h_mm(seconds)
