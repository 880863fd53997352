"""The weeks before a scene: made by the bot's own services, the same each time, and with nobody in them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.scenes import MORNING, OPENING, load_scene
from bot.demo.setting import ROSTER
from bot.demo.weeks import lived
from bot.demo.weeks.words import words
from bot.domain.auditing import Kind
from bot.domain.meeting import Item
from bot.domain.offence import RUNNING
from bot.domain.people import Roster
from bot.domain.personal import about_somebody
from bot.domain.second_look import Signal
from bot.migrations import upgrade
from bot.roster import load_roster
from bot.services.dial_ins import occurrences, rulings
from bot.services.dial_ins.themes import unpacked
from bot.services.digests import second_look
from bot.services.meetings import accounts
from bot.store import meetings, misses
from bot.store.outbox import BEHIND
from bot.store.store import Store
from bot.store.tables import messages, offences, trail
from bot.store.verify import verify
from bot.store.work import Work
from tests.builders import FORCE

SCENE = load_scene(OPENING)
DAYS = 12  # enough for a dial-in, a meeting that was not held, and an hour without Slack
REGISTRAR = "9001"


@contextmanager
def past(folder: Path, days: int, scene: Path = OPENING) -> Iterator[tuple[Store, str]]:
    """A store in which some days before a scene were lived, and its address."""
    url = f"sqlite:///{folder / 'cofnod.db'}"
    upgrade(url)
    store = Store(url, FORCE, Roster(load_roster(ROSTER, FORCE)))
    list(lived(store, load_scene(scene), days))
    yield store, url
    store.close()


@pytest.fixture(scope="module")
def lately(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    with past(tmp_path_factory.mktemp("weeks"), DAYS) as found:
        yield found


@pytest.fixture
def read(lately: tuple[Store, str]) -> Callable[..., Any]:
    """Ask the store as the scene begins."""
    return lambda query, *given: lately[0].read_now(query, SCENE.starts, *given)


def told(work: Work) -> list[tuple[Any, ...]]:
    """What the trail tells, without what is drawn by chance to name a message."""
    rows = work.conn.execute(select(trail.c.stream, trail.c.body).order_by(trail.c.id))
    bodies = [(stream, json.loads(body)) for stream, body in rows]
    return [(stream, b["kind"], b["at"], b["entered"], b["by"], b.get("offence")) for stream, b in bodies]


def test_the_trail_of_the_days_before_is_whole(lately: tuple[Store, str]) -> None:
    verdict = verify(lately[1])
    assert verdict.whole
    assert verdict.rows > 1000


def test_the_same_scene_has_the_same_days_before_it(tmp_path: Path) -> None:
    found = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        with past(tmp_path / name, 3, MORNING) as (store, _):
            found.append(store.read_now(told, load_scene(MORNING).starts))
    assert found[0] == found[1]


def test_nothing_of_the_days_before_is_left_to_decide(read: Callable[..., Any]) -> None:
    def states(work: Work) -> Counter[str]:
        return Counter(work.conn.execute(select(offences.c.state)).scalars())

    counted = read(states)
    assert not counted.keys() & {state.value for state in RUNNING}
    assert min(counted[state] for state in ("recorded", "signed_off", "confirmed")) > 5


def test_slack_is_behind_with_what_people_go_back_to_and_no_more(read: Callable[..., Any]) -> None:
    def behind(work: Work) -> Counter[str]:
        return Counter(work.conn.execute(select(messages.c.bulletin).where(BEHIND)).scalars())

    assert read(behind) == {"list": 8, "digest": 5, "weekly": 2, "dmm_board": 1, "dmm_record": 1}


def test_one_meeting_of_the_days_before_was_not_held(read: Callable[..., Any]) -> None:
    def figures(work: Work) -> Any:
        registrar = work.roster.by_collar(REGISTRAR)
        assert registrar
        return accounts.account(work, accounts.period_meant(work, registrar, ["all"], [])).figures.whole

    whole = read(figures)
    assert (whole.due - whole.held, whole.missed) == (1, 1)
    assert whole.reviewed > whole.read_out > 0


@pytest.mark.parametrize("scene", [OPENING, MORNING], ids=["evening", "morning"])
def test_the_last_meeting_of_each_unit_had_something_to_look_at(tmp_path: Path, scene: Path) -> None:
    with past(tmp_path, 3, scene) as (store, _):
        found = store.read_now(last_items, load_scene(scene).starts)
    assert found.keys() == {code for code, unit in FORCE.units.items() if unit.dmm}
    for items in found.values():
        assert len(items) >= 3
        assert any(item.looked_at for item in items)


def last_items(work: Work) -> dict[str, list[Item]]:
    """What each unit's newest meeting that was held had on its board."""
    days = [work.today - timedelta(days=ago) for ago in (2, 1, 0)]
    rows = [meetings.on(work, unit, day) for day in days for unit in work.force.units]
    return {row.unit: meetings.items(work, row) for row in rows if row and row.held}


def test_the_auditor_missed_the_digests_of_the_hour_without_slack(read: Callable[..., Any]) -> None:
    found = read(misses.since, SCENE.starts - timedelta(days=30))
    assert {miss.kind for miss in found} == {Kind.MESSAGE}
    assert sum(miss.what.startswith("digest:") for miss in found) == 5
    assert read(misses.untold) == []


def test_the_second_look_has_a_negation_of_each_kind(read: Callable[..., Any]) -> None:
    looks = read(second_look.of_week, SCENE.starts).by_signal
    counts = {signal: len(found) for signal, found in looks.items() if found}
    assert counts == {Signal.LAST_HOURS: 1, Signal.AT_ONCE: 1}


def test_the_next_dial_in_has_themes_and_the_questions_without_an_answer(read: Callable[..., Any]) -> None:
    def agenda(work: Work) -> Any:
        registrar = work.roster.by_collar(REGISTRAR)
        assert registrar
        ahead = next(s for s in occurrences.ahead(work, registrar) if s.code == "force")
        return unpacked(ahead.dial_in.agenda), ahead.counts

    found, counts = read(agenda)
    assert {q.words for q in found.questions} == {q.asked for q in words().questions if not q.answer}
    assert found.late
    assert found.n100.count == 3
    assert any(count.coming for count in counts)


def test_a_ruling_on_harassment_is_superseded_by_the_next(read: Callable[..., Any]) -> None:
    newer, older = read(rulings.search, "harass")
    assert (older.superseded_by, newer.superseded_by) == (newer.id, None)


def test_no_line_of_the_days_before_is_about_a_person() -> None:
    written = words()
    asked = [text for q in written.questions for text in (q.asked, q.answer)]
    ruled = [text for r in written.rulings for text in (r.question, r.answer)]
    lines = (*written.reviews, *written.promises, written.left_open, written.notes, *asked, *ruled)
    assert not [line for line in lines if about_somebody(line)]
