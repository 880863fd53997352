"""The same incidents through the live bot, its clock moved from instant to instant, and through a replay."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.demo.stepping import Hands, SteppedClock
from bot.domain.clock import crossings
from bot.domain.figures import Fate, outcome
from bot.domain.force import Force
from bot.domain.rungs import Quiet
from bot.kit import Kit
from bot.replay.run import replay
from bot.slack.render import Renderer
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from bot.store.store import Store
from bot.store.tables import alerts, incidents, ladder_messages, messages, offences, trail, waiting_refs
from jobs.ladder import ladder
from jobs.move_on import move_on
from jobs.poll import poll
from templates import FOLDER
from tests.builders import FORCE, ROSTER
from tests.replay.pasts import Log, classed, invented, past, write_crimes, write_log
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]

WEEKS = {
    "an_ordinary_week": date(2026, 11, 16),
    "the_clocks_go_forward": date(2026, 3, 27),
    "the_clocks_go_back": date(2026, 10, 23),
    "quiet_nights": date(2026, 11, 16),
}
QUIET = Quiet(time(22, 0), time(7, 0))
ZONE = ZoneInfo(FORCE.zone)
LATER = [step for steps in FORCE.ladder.steps.values() for step in steps if step.after]


def _changes(logs: list[Log]) -> set[datetime]:
    """Every instant at which the exports change."""
    return {at for g in logs for at in (g.logged, g.closed, g.crime_at) if at}


def _wakings(logs: list[Log], force: Force) -> set[datetime]:
    """When quiet hours end on each of the days."""
    first, hours = min(log.reported for log in logs), force.ladder.quiet
    days = (first.astimezone(ZONE).date() + timedelta(days=n) for n in range(9)) if hours else ()
    return {datetime.combine(day, QUIET.ends, ZONE).astimezone(UTC) for day in days}


def _instants(logs: list[Log], force: Force) -> list[datetime]:
    """Every instant at which something is to be seen, to the end of the log."""
    found = _changes(logs)
    until = max(found)
    for log in logs:
        unit = FORCE.units[log.unit]
        found |= {c.at for c in crossings(log.reported, unit.dmm, FORCE.zone, FORCE.stages)}
        found.add(log.reported + FORCE.stages.clock - FORCE.ladder.supervisor_left)
    found |= {at + step.after for at in found for step in LATER} | _wakings(logs, force)
    return sorted(at for at in found if at <= until)


@pytest.fixture(params=WEEKS, ids=list(WEEKS))
def week(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def logs(week: str) -> list[Log]:
    """Where the clocks go forward only the crime system knows of crimes; else the log names them too."""
    made = invented(3, WEEKS[week], 4, 15)
    return classed(made) if week == "the_clocks_go_forward" else made


@pytest.fixture
def force(week: str) -> Force:
    """The force that ships, with quiet hours in the week that is named so."""
    quiet = QUIET if week == "quiet_nights" else None
    return replace(FORCE, ladder=replace(FORCE.ladder, quiet=quiet))


@pytest.fixture
async def live(database_url: str, tmp_path: Path, logs: list[Log], force: Force) -> Any:
    """The store of a bot that lived through it all."""
    instants, changes = _instants(logs, force), _changes(logs)
    store = Store(database_url, force, ROSTER)
    kit = Kit(force, store, Renderer(FOLDER, FORCE.zone), SteppedClock(hands=Hands(instants[0])))
    drop = tmp_path / "drop"
    drop.mkdir()
    only = [p for p in past(drop) if p.path.name == "log.csv" or not logs[0].told]
    feeds = [Feed(DropFolder(each.mapping, drop)) for each in only]
    for at in instants:
        kit.clock.hands.at = at
        if at in changes:
            write_log(drop, logs, at)
            write_crimes(drop, logs, at)
            for feed in feeds:
                await poll(kit, feed)
        await move_on(kit)
        await ladder(kit)
    yield store
    store.close()


def _ask(store: Store, query: Any) -> list[Any]:
    return store.read_now(lambda work: list(work.conn.execute(query)), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def replayed(tmp_path: Path, logs: list[Log], force: Force) -> Iterator[Any]:
    """What a replay of the last export finds."""
    exports = tmp_path / "exports"
    exports.mkdir()
    until = max(_changes(logs))
    write_log(exports, logs, until)
    write_crimes(exports, logs, until)
    with replay(*past(exports), force, ROSTER, until + timedelta(days=3), lambda rows: None) as findings:
        yield findings


def test_stages_warnings_and_figures_are_the_same_to_the_second(live: Store, replayed: Any) -> None:
    joined = (
        select(alerts, incidents.c.key, messages.c.put_at)
        .join(incidents, incidents.c.id == alerts.c.incident_id)
        .join(messages, messages.c.key == alerts.c.message_key)
    )
    told = {(r.key, r.stage, r.at, r.put_at, tuple(sorted(r.mentions))) for r in _ask(live, joined)}
    spoken = {(str(s.key), int(s.stage), s.crossed, s.at, tuple(sorted(s.people))) for s in replayed.spoken}
    assert told
    assert spoken == told
    assert replayed.outcomes == _outcomes(live, replayed.until)
    assert _posts(replayed) == _messages(live)
    assert _people(replayed) == _heard(live)
    assert replayed.waiting == len(_ask(live, select(waiting_refs)))
    assert {stage: told.count for stage, told in replayed.told.items()} == _crossed(live)


def _outcomes(live: Store, until: datetime) -> Counter[Any]:
    """What became of each offence of the live bot, by the same rule."""
    rows = _ask(
        live,
        select(offences, incidents.c.closed_at).join(incidents, incidents.c.id == offences.c.incident_id),
    )
    spare = {row.incident_id for row in _ask(live, select(waiting_refs))}
    fates = [
        Fate(
            r.told_at,
            r.due_at,
            r.decided_at,
            bool(r.crime_ref),
            r.closed_at is not None,
            unmatched=r.incident_id in spare and r.decided_at is None,
        )
        for r in rows
    ]
    return Counter(outcome(each, until) for each in fates)


def _messages(live: Store) -> Counter[Any]:
    """Alerts of the live bot, by channel, local day and whether they stand in a thread."""
    rows = _ask(live, select(messages).where(messages.c.bulletin == "alert"))
    return Counter(
        (r.channel, r.put_at.astimezone(ZONE).date().isoformat(), r.thread_of is None) for r in rows
    )


def _heard(live: Store) -> Counter[Any]:
    """Mentions and direct messages of the live bot, by collar number and local day."""
    rows = _ask(live, select(ladder_messages))
    return Counter((r.collar, r.put_at.astimezone(ZONE).date().isoformat()) for r in rows)


def _people(replayed: Any) -> Counter[Any]:
    return Counter({(who, day): n for who, days in replayed.people.items() for day, n in days.items()})


def _posts(replayed: Any) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for channel, traffic in replayed.channels.items():
        found.update({(channel, day, True): n for day, n in traffic.posts.items()})
        found.update({(channel, day, False): n for day, n in traffic.replies.items()})
    return found


def _crossed(live: Store) -> Counter[str]:
    """How often the trail tells of each stage."""
    bodies = [json.loads(row.body) for row in _ask(live, select(trail.c.body))]
    return Counter(b["values"]["stage"] for b in bodies if b["kind"] == "stage_crossed")
