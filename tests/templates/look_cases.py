"""Looking, and being told: lists, histories, alerts, feeds and help, with the values that services give."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.home import Counts, Home, Lesson, Offer
from bot.domain.meeting_views import Owed
from bot.domain.people import Person
from bot.domain.promise import Promise
from bot.domain.rungs import Quiet
from bot.services.feeds.overview import Feeds
from bot.services.ladder.snoozing import PutOff
from bot.services.standing import Standing
from bot.slack.story import Command
from bot.sources.fetched import FeedFailed
from bot.store.polls import Poll, Quarantined
from handlers import STORIES
from handlers.dial_in_ask import ARRANGING
from tests.templates.history_cases import ENTRIES, LINES, WHY
from tests.templates.things import (
    AT,
    HUGHES,
    INCIDENT,
    LINE,
    LISTING,
    MORGAN,
    NEGATED,
    PAGE,
    WATKINS,
    Case,
    hours,
)

COMMANDS: list[Command] = [c for story in STORIES for c in story.commands]
SHORTCUTS = [name for story in STORIES for key in story.shortcuts for name in (key, f"{key}.why")]
WHAT_IT_DOES = ["", *(c.name for c in COMMANDS), *SHORTCUTS]
POLL = Poll("storm", AT - hours(0.1), 412, 405, 2, 5, 3, 1)
BAD = Quarantined("export-2011.csv", 17, "Reported", "time_unreadable", "31/02/2026 25:00")
WHOLE = Quarantined("broken.csv", 0, "", "encoding", "")


def queue(name: str, asked: str, **changes: Any) -> Case:
    """A list that somebody asked for."""
    values = {"listing": replace(LISTING, **changes), "asked": asked, "more": asked or "carmarthenshire"}
    return Case("listings/queue", name, values)


def why(name: str, **changes: Any) -> Case:
    """An incident's clock and history."""
    return Case("history/why", name, {"why": replace(WHY, **changes)})


def who(name: str, person: Person, on: float | None, *sometimes: str) -> Case:
    """Whom somebody is taken for."""
    until = None if on is None else AT + hours(on)
    return Case("help/who", name, {"me": Standing(person, until, ("record", "add_offence"), sometimes)})


def home(name: str, person: Person, on: float | None, **changes: Any) -> Case:
    """Somebody's Home tab."""
    until = None if on is None else AT + hours(on)
    shown = Home(person, until, (LINE,), (), "Carmarthenshire", None, ())
    return Case("home/home", name, {"tab": replace(shown, **changes)}, "home")


LESSON = Lesson(7, INCIDENT.key, 2, PAGE.codes["return"]["LOG"], HUGHES, AT - hours(2))
OWED = Owed(
    Promise(3, 1, 1, "carmarthenshire", "1101", "read the log again", AT - hours(1), "3101", AT - hours(9)),
    INCIDENT.key,
    False,
)
SUPERVISES: dict[str, Any] = {
    "unit_name": "Carmarthenshire",
    "unit": Counts(1, 2, 3, 4, 5, 6),
    "more": 12,
    "rest": 3,
}
SUPERVISES |= {"lessons": (LESSON,), "promised": (OWED,), "offers": (Offer(4, HUGHES, 2, AT + hours(1)),)}
LOOKING = [
    home("", MORGAN, 17),
    home("nothing", WATKINS, None, mine=()),
    home("supervisor", MORGAN, 17, team=(NEGATED,), **SUPERVISES),
    home("registrar", WATKINS, 8, mine=(), unit_name="", registrar=True, cancellations=2, misses=1),
    queue("", ""),
    queue("mine", "mine", lines=(LINE,), rest=0),
    queue("overdue", "overdue", lines=(), rest=0),
    queue("unallocated", "unallocated", unit_name="", rest=0),
    Case("listings/more", "", {"listing": replace(LISTING, rest=3)}, "modal"),
    Case("listings/more", "nothing", {"listing": replace(LISTING, lines=(), rest=0)}, "modal"),
    why(""),
    why("watched", incident=replace(INCIDENT, category="other", reading="ambiguous"), offences=(), dmm=""),
    why("long", incident=replace(INCIDENT, category="other", markers=("hate_race",)), entries=ENTRIES * 4),
    why("erased", entries=ENTRIES[:2], erased=2),
    *LINES,
    Case("alerts/got_it", "", {"taken": 1}),
    Case("alerts/got_it", "several", {"taken": 3}),
    Case("alerts/snoozed", "", {"put": PutOff(1, AT + hours(1), cut=False)}),
    Case("alerts/snoozed", "several_cut", {"put": PutOff(3, AT + hours(0.5), cut=True)}),
    Case("alerts/passed_on", "", {"told": ["2201"]}),
    Case("alerts/passed_on", "nobody", {"told": []}),
    Case("feeds/alarm", "", {"source": "storm", "code": "feed_late", "put_at": AT - hours(1)}),
    Case(
        "operations/undelivered",
        "",
        {"channel": "bcu-powys", "code": "is_archived", "put_at": AT - hours(1)},
    ),
    Case(
        "operations/undelivered",
        "a_file_that_stays",
        {"channel": "bcu-powys", "code": "cant_delete_file", "put_at": AT - hours(1)},
    ),
    Case("help/help", "", {"commands": COMMANDS, "more": {}}),
    Case("help/help", "registrar", {"commands": COMMANDS, "more": {"dial-in": ARRANGING}}),
    Case("help/quiet", "", {"hours": Quiet(time(22), time(7))}),
    Case("help/quiet", "none", {"hours": None}),
    who("", MORGAN, 17, "confirm", "sign_off", "cancel"),
    who("off_duty", replace(WATKINS, unit="", roles=frozenset({"ddm", "registrar"})), None),
    Case("help/feed", "", {"feeds": Feeds((POLL,), (("storm", BAD), ("storm", WHOLE)), 3)}),
    Case("help/feed", "too_old", {"feeds": Feeds((replace(POLL, too_old=3),), (), 0)}),
    Case("help/feed", "none", {"feeds": Feeds((), (), 0)}),
    Case(
        "help/feed",
        "alarm",
        {"feeds": Feeds((replace(POLL, alarms=("feed_late", "feed_shrunk")), POLL), (), 0)},
    ),
    Case("help/failed", "", {"feed": "storm", "failed": FeedFailed("unreachable")}, "line"),
    Case(
        "help/failed",
        "column",
        {"feed": "storm", "failed": FeedFailed("column_missing", column="bcu")},
        "line",
    ),
    Case("help/failed", "status", {"feed": "queue", "failed": FeedFailed("http_status", 502)}, "line"),
    Case("help/language", "", {"language": "en"}),
    *(Case("help/manifest", name.replace(".", "_"), {"name": name}, "line") for name in WHAT_IT_DOES),
]
