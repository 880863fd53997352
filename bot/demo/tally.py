"""What a day came to: counted on the trail, in the quarantine, and in what Slack was asked to post."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.domain.clock import STAGES
from bot.domain.facts import Happened
from bot.services.crimes.settling import FEED
from bot.store.polls import standing
from bot.store.tables import messages, trail
from bot.store.work import Work

Counts = Mapping[str, int]
SHOWN = (
    Happened.INCIDENT_RECEIVED,
    Happened.INCIDENT_CHANGED,
    Happened.INCIDENT_ALLOCATED,
    Happened.OFFENCE_ADDED,
    Happened.CRIME_RECORDED,
    Happened.OFFENCE_NEGATED,
    Happened.NEGATION_CONFIRMED,
    Happened.RECORD_SIGNED_OFF,
    Happened.DECISION_RETURNED,
    Happened.OFFENCE_REOPENED,
    Happened.CRIME_CANCELLED,
    Happened.CRIME_REF_WAITING,
    Happened.CRIME_CONFIRMED,
    Happened.CLAIM_LAPSED,
    Happened.REGISTRAR_SHOWN,
)


def tally(work: Work, begun: datetime) -> dict[str, int]:
    """Every count by its code, in the order in which they are shown; the words are `demo/count.j2`.

    What the first look at the feed brought (`begun`, UTC) is history, not a part of the day.
    """
    found = Counter(code for body in _bodies(work) for code in _codes(body, begun))
    counts = {"already_there": found["already_there"]} | {kind.value: found[kind.value] for kind in SHOWN}
    counts |= {name: found[name] for name in ("clock_started", "recorded_by_feed")}
    counts |= {stage.code: found[stage.code] for stage in STAGES}
    counts["people_told"] = found[Happened.PEOPLE_TOLD]
    counts["quarantined"] = len(standing(work, 1000))
    shown = {"posted": messages.c.ts.is_not(None), "undelivered": messages.c.failed.is_not(None)}
    return counts | {code: _how_many(work, condition) for code, condition in shown.items()}


def _how_many(work: Work, condition: ColumnElement[bool]) -> int:
    return work.conn.execute(select(func.count()).select_from(messages).where(condition)).scalar_one()


def _bodies(work: Work) -> Iterator[Mapping[str, Any]]:
    for (body,) in work.conn.execute(select(trail.c.body)):
        yield json.loads(body)


def _codes(body: Mapping[str, Any], begun: datetime) -> Iterator[str]:
    """What one fact counts as."""
    kind, values = body["kind"], body["values"]
    at_first = datetime.fromisoformat(body["entered"]) == begun
    by_feed = kind == Happened.CRIME_RECORDED and values.get("source") == FEED
    if kind == Happened.INCIDENT_RECEIVED:
        yield "already_there" if at_first else kind
        if values["clock"] and not at_first:
            yield "clock_started"
    elif by_feed:
        yield "settled_before" if at_first else "recorded_by_feed"
    else:
        yield values["stage"] if kind == Happened.STAGE_CROSSED else kind
