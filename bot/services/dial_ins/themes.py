"""What a dial-in is about this week: counted from the trail, asked by people, changed in the rules."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.agenda import Agenda, Asked, Counted, clusters, counted, most
from bot.domain.clock import Stage
from bot.domain.facts import Happened
from bot.domain.offence import Decision
from bot.store import dial_ins as stored
from bot.store import incidents, questions, trail_since
from bot.store.dial_ins import DialIn
from bot.store.work import Work

WEEK, MOST_WEEKS = timedelta(days=7), 4  # a series that is held less often than weekly looks back further
LATE_ENTRY = timedelta(days=1)  # how much older than its neighbours a row of the trail may be
AHEAD, BEHIND = timedelta(days=120), timedelta(days=28)  # in which a change of the rules is news
MARKS = (  # as the trail writes them
    f'"kind":"{Happened.DECISION_RETURNED}"', f'"kind":"{Happened.OFFENCE_ADDED}"',
    f'"stage":"{Stage.OVERDUE.code}"', f'"decision":"{Decision.N100}"',
)  # fmt: skip


def of(work: Work, dial_in: DialIn) -> Agenda:
    """The agenda of an occurrence: of the last week, or of as many as lie between two of its series."""
    series = stored.all_series(work).get(dial_in.series)
    weeks = min(max(series.weeks if series else 1, 1), MOST_WEEKS)
    since, tally = work.at - weeks * WEEK, Tally()
    for stream, body in happened(work, since):
        tally.take(stream, body)
    units, kinds = _late(work, tally)
    return Agenda(
        since, work.at, most(tally.returned), clusters(units), clusters(kinds),
        counted("n100", tally.n100), counted("within", tally.within),
        questions.waiting(work, dial_in.series), _editions(work),
    )  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What happened in the week, counted from its facts; `late` by incident."""

    returned: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    n100: int = 0
    within: int = 0

    def take(self, stream: str, body: Mapping[str, Any]) -> None:
        """Count one fact."""
        kind, values = body["kind"], body["values"]
        if kind == Happened.DECISION_RETURNED and values.get("code"):
            self.returned[values["code"]] += 1
        elif kind == Happened.STAGE_CROSSED and values.get("stage") == Stage.OVERDUE.code:
            self.late[stream] += 1
        elif kind == Happened.CRIME_RECORDED and values.get("decision") == Decision.N100:
            self.n100 += 1
        elif kind == Happened.OFFENCE_ADDED and (body.get("offence") or 0) > 1:
            self.within += 1


def happened(work: Work, since: datetime) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The facts that an agenda may count, entered since an instant: read from the newest back.

    What is not of their kind is passed over unread: a week has a hundred times as many.
    """
    for rows in trail_since.back(work.conn):
        marked = (row for row in rows if any(mark in row.body for mark in MARKS))
        read = ((row.stream, json.loads(row.body)) for row in marked)
        yield from ((stream, body) for stream, body in read if _entered(body) >= since)
        if _entered(json.loads(rows[-1].body)) < since - LATE_ENTRY:
            return


def _entered(body: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(body["entered"])


def _late(work: Work, tally: Tally) -> tuple[Counter[str], Counter[str]]:
    """How many offences went overdue by unit, and by category where that may be named."""
    units, kinds = Counter[str](), Counter[str]()
    for key, incident in incidents.by_keys(work, list(tally.late)).items():
        units[incident.unit] += tally.late[key]
        if not incident.restricted:
            kinds[incident.category] += tally.late[key]
    return units, kinds


def _editions(work: Work) -> tuple[str, ...]:
    """Editions of the counting rules that began lately or will soon, the first first."""
    today = work.at.astimezone(ZoneInfo(work.force.zone)).date()
    news = (e for e in work.force.editions if today - BEHIND <= e.since <= today + AHEAD)
    return tuple(e.id for e in sorted(news, key=lambda e: e.since))


def packed(agenda: Agenda) -> str:
    """An agenda as it is kept."""
    return json.dumps(asdict(agenda), default=lambda value: value.isoformat(), ensure_ascii=False)


def unpacked(kept: str | None) -> Agenda | None:
    """An agenda as it was kept."""
    if not kept:
        return None
    body = json.loads(kept)
    for name in ("returned", "late", "kinds"):
        body[name] = tuple(Counted(**each) for each in body[name])
    for name in ("n100", "within"):
        body[name] = Counted(**body[name]) if body[name] else None
    body["questions"] = tuple(Asked(**_with_day(each)) for each in body["questions"])
    times = {name: datetime.fromisoformat(body[name]) for name in ("since", "until")}
    return Agenda(**{**body, **times, "editions": tuple(body["editions"])})


def _with_day(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked, "day": datetime.fromisoformat(asked["day"]).date()}
