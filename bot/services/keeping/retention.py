"""How long our copies are kept: what is older than force.toml says is forgotten, unless it is on hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.facts import Fact, Happened
from bot.domain.incident import IncidentKey, IncidentReport
from bot.domain.reference import read_reference
from bot.store import (
    crime_notices,
    digests,
    duty_changes,
    feedback,
    forgetting,
    handovers,
    holds,
    homes,
    inbox,
    ladder,
    meeting_words,
    meetings_past,
    misses,
    outbox,
    polls,
    signs,
    silences,
    slots,
    trail,
)  # fmt: skip
from bot.store.forgetting import Old
from bot.store.work import Work

AT_ONCE = 200
SETTLES = timedelta(hours=24)  # so long a clock must have been right: what came since then proves nothing
SLEEPS = timedelta(hours=72)  # whoever gave no sign for longer slept, or woke at a wrong time
HOMES = timedelta(days=30)  # since they last opened their Home tab
SLOTS = timedelta(days=400)  # who did a daily thing: more than a year, so that a yearly look finds each day
SKEW = timedelta(hours=1)  # between the clocks of two machines


@dataclass(frozen=True, slots=True)
class Due:
    """Incidents whose time is over, and the row after which to look on; None where that was the last.

    `held`: their time would be over, but their trail tells of a hold that has no row: somebody took it away.
    """

    ripe: tuple[Old, ...]
    last: int | None
    held: tuple[Old, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many incidents were forgotten, and how many entries of the trail keep only their proof."""

    incidents: int = 0
    entries: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(self.incidents + other.incidents, self.entries + other.entries)


def forget(work: Work) -> int:
    """Forget requests, quarantined rows and messages whose time is over; gives how many.

    What tells of an incident on hold, or may tell of it, stays.
    """
    requests = inbox.forget_before(work, _since(work, "requests"))
    rows = polls.forget_before(work, _since(work, "quarantine"))
    told = crime_notices.forget_before(work, _since(work, "messages"))
    told += digests.forget_before(work, _since(work, "messages").date())
    told += ladder.forget_before(work, _since(work, "messages"))
    told += misses.forget_before(work, _since(work, "messages"))
    told += silences.forget_before(work, _since(work, "messages"))
    told += handovers.forget_before(work, _since(work, "messages"))
    told += duty_changes.forget_before(work, _since(work, "messages"))
    learnt = feedback.forget_before(work, _since(work, "feedback")) + _forget_days(work)
    return learnt + requests + rows + told + outbox.forget_before(work, _since(work, "messages"))


def _forget_days(work: Work) -> int:
    """Meetings, tabs that nobody opens, and who did which daily thing; gives how many were forgotten."""
    shown = homes.forget_before(work, work.at - HOMES)
    return _forget_meetings(work) + shown + slots.forget_before(work, work.today - SLOTS)


def _forget_meetings(work: Work) -> int:
    """Forget the rows of meetings that are long over, and log it: `verify` would miss them else."""
    heads = meetings_past.forget_before(work, _since(work, "meetings"))
    if heads:
        values = {"meetings": len(heads), "heads": heads}
        fact = Fact(Happened.MEETINGS_FORGOTTEN, work.at, work.at, values=values)
        trail.append(work.conn, trail.Entry(stream_of(work), trail.canonical(fact.body())))
    return len(heads)


def may_erase(work: Work) -> bool:
    """Whether this role may forget incidents: on PostgreSQL the bot's own may not."""
    return forgetting.may_erase(work)


def due(work: Work, after: int = 0) -> Due:
    """Some of the incidents whose time is over, beginning after a row of theirs.

    That is: nothing happened to them for as many days as force.toml says, every clock has stopped, nobody
    has anything to decide, check or match, and nobody holds them, nor let go of them lately.
    """
    found = forgetting.old(work, _since(work, "incidents"), after, AT_ONCE)
    ripe, held = _over(work, found)
    return Due(ripe, found[-1].id if len(found) == AT_ONCE else None, held)


def _over(work: Work, found: Sequence[Old]) -> tuple[tuple[Old, ...], tuple[Old, ...]]:
    """Those whose time is over: first what may go, then what the trail holds."""
    active, released = _since(work, "incidents"), _since(work, "released")
    lives = forgetting.lives(work, found)
    over = [
        (one, lived)
        for one in found
        if (lived := lives[one.id]).active_at < active
        and (lived.held or lived.released_at is None or lived.released_at < released)
    ]
    ripe, held = (tuple(one for one, lived in over if bool(lived.held) is kept) for kept in (False, True))
    return ripe, held


def clock_fits(work: Work) -> bool:
    """Whether the present follows from what was entered: else a clock was moved, or the installation slept.

    The last entry is not of the future, and one to three days ago there was a sign of life. What came in
    the last day says nothing: a clock that jumped ahead an hour ago has dated that too.
    """
    last, before = signs.newest(work), signs.last_before(work, work.at - SETTLES)
    return (last is None or last <= work.at + SKEW) and (before is None or before >= work.at - SLEEPS)


def forget_incidents(work: Work, ids: Sequence[int], door: str, anyway: bool = False) -> Forgotten:
    """Forget those of some incidents whose time is over still; how many is kept on a trail of its own.

    `door` says what asked for it: the hourly tidying, or the command. The log keeps by which settings
    (days), and the proof of each trail, by which `verify` knows that nobody else erased its words; of the
    trails of meetings, which stay, the rows that were about these incidents.
    Where the clock looks wrong nothing is forgotten, unless somebody says `anyway`: the log keeps that too.
    """
    if not (anyway or clock_fits(work)):
        return Forgotten()
    ripe, _ = _over(work, forgetting.lock(work, ids))
    if not ripe:
        return Forgotten()
    proofs, met = forgetting.proofs(work, ripe), meeting_words.about(work, ripe, forgetting.lives(work, ripe))
    done = Forgotten(len(ripe), forgetting.forget(work, ripe) + meeting_words.erase(work, met))
    days = {name: work.force.retention_days[name] for name in ("incidents", "released")}
    counts = {"incidents": done.incidents, "entries": done.entries}
    named = {"heads": proofs, "of_meetings": met or None, "anyway": anyway or None}
    values = {**counts, "door": door, "days": days, **named}
    fact = Fact(Happened.COPIES_FORGOTTEN, work.at, work.at, values=values)
    trail.append(work.conn, trail.Entry(stream_of(work), trail.canonical(fact.body())))
    return done


def forget_crimes(work: Work, anyway: bool = False) -> int:
    """Forget crime records whose time is over and whose incident we hold no copy of; gives how many.

    None where the clock looks wrong, unless somebody says `anyway`.
    """
    if not (anyway or clock_fits(work)):
        return 0
    return forgetting.forget_crimes(work, _since(work, "incidents"))


def stream_of(work: Work) -> str:
    """The trail of what was forgotten: it belongs to the installation, not to an incident."""
    return f"{work.force.id}:forgotten"


def log(work: Work) -> list[tuple[datetime, Forgotten]]:
    """Each time that incidents were forgotten, oldest first: when (UTC), and how many."""
    bodies = [row.body for row in trail.rows(work.conn, stream_of(work))]
    return [
        (datetime.fromisoformat(b["at"]), Forgotten(b["values"]["incidents"], b["values"]["entries"]))
        for b in bodies
        if b["kind"] == Happened.COPIES_FORGOTTEN
    ]


def proof_of(work: Work, typed: str) -> int:
    """How many entries the trail of a forgotten incident has, by a reference with its day; else 0."""
    named = read_reference(typed, work.today, work.force.links.values())
    if named is None or named.day is None:
        return 0
    key = str(IncidentKey(work.force.id, named.day, named.number))
    return forgetting.forgotten(work, [key]).get(key, 0)


def on_hold(work: Work) -> int:
    """How many incidents are on hold."""
    return holds.count(work)


def beyond(work: Work, fresh: Mapping[str, IncidentReport]) -> set[str]:
    """Which reports that we hold no copy of are not taken in: we have forgotten it, or would at once.

    A report whose every instant lies before the retention period is too old; one wrong year among them is
    not enough for that, since whoever relies on us would never hear of it.
    """
    since = _since(work, "incidents")
    day = since.astimezone(ZoneInfo(work.force.zone)).date()
    old = {key for key, report in fresh.items() if _too_old(report, since, day)}
    return old | forgetting.forgotten(work, fresh.keys() - old).keys()


def are_over(work: Work, instants: Iterable[datetime | None]) -> bool:
    """Whether all of some instants lie before the time for which incidents are kept."""
    since = _since(work, "incidents")
    return all(each < since for each in instants if each)


def _too_old(report: IncidentReport, since: datetime, day: date) -> bool:
    named = (report.reported_at, report.logged_at, report.closed_at)
    return report.key.day < day and all(each < since for each in named if each)


def _since(work: Work, kept: str) -> datetime:
    return work.at - timedelta(days=work.force.retention_days[kept])
