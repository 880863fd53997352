"""What is said of dial-ins, rulings and words in confidence."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.domain.agenda import Agenda, Asked, Counted
from bot.domain.dial_in import Audience, Series
from bot.services.dial_ins.answers import Said
from bot.services.dial_ins.moves import Arranged
from bot.services.dial_ins.notes import Noting
from bot.services.dial_ins.occurrences import Count, Shown
from bot.store.dial_in_people import Answered, Telling
from bot.store.dial_ins import CANCELLED, DialIn
from bot.store.rulings import Ruling
from tests.templates.things import AT, DAY, HUGHES, MORGAN, PAGE, WATKINS, Case, hours

WEEK = date(2026, 11, 23)
NAMES = {"en": "Force", "cy": "Yr heddlu"}
EVERYBODY = Series("force", NAMES, 2, time(14, 0), joining="https://calls.example.org/dial-in?room=1")
NARROW = Series(
    "promoted", NAMES, 3, time(10, 0), 30, 4, DAY, None,
    Audience(frozenset({"powys"}), frozenset({"sergeant"}), frozenset({"ddm"}), 365, frozenset({"842"})),
    "Room 3",
)  # fmt: skip
HELD = DialIn(
    "force",
    WEEK,
    AT + timedelta(days=5),
    45,
    EVERYBODY.joining,
    planned_at=AT,
    notes="Record first, ask later.",
)
ASKED = (
    Asked("a1", "May a negation rest on *a call back* alone?", DAY),
    Asked("a2", "Who records <where> two forces are told?", DAY),
)
AGENDA = Agenda(
    AT - timedelta(days=7), AT, (Counted("LOG", 5), Counted("VIC", None)), (Counted("powys", 4),),
    (Counted("harassment", 3),), Counted("n100", None), Counted("within", 6), ASKED, ("2023-05",),
)  # fmt: skip
RULING = Ruling(
    7, "Is shouting in the street harassment?", "Once is not; a course of conduct is.", "2023-05", DAY, "9020"
)
OLD = replace(RULING, id=3, superseded_by=7, superseded_on=DAY)
BOTH = (RULING, OLD)
SHOWN = Shown(HELD, EVERYBODY, agenda=AGENDA)
EDITIONS = {"editions": {e.id: e for e in PAGE.editions}, "edition": "2023-05"}


def telling(kind: str) -> Telling:
    """Somebody hears of it."""
    return Telling("force", WEEK, kind, 0, "1101", AT)


def told(kind: str, name: str = "", **changes: Any) -> Case:
    """A message to somebody."""
    template = {"notes": "notes"}.get(kind, "reminder" if kind in ("week", "day", "hour") else "news")
    shown = replace(SHOWN, telling=telling(kind), **changes)
    return Case(f"dial_ins/{template}", f"{kind}{name}", {"shown": shown})


def answered(answer: str, **more: Any) -> Answered:
    """What PS Morgan said."""
    return Answered("1101", answer, **more)


def said(name: str, answer: Answered, deputy: Any = None) -> Case:
    """What an answer is answered with."""
    return Case("dial_ins/answered", name, {"said": Said(HELD, answer, deputy)})


GONE = replace(HELD, state=CANCELLED, why="The Registrar is at court.")
COUNTS = (Count("carmarthenshire", 12, 5, 0), Count("others", 4, 1, 0))
NOTING = Noting(HELD, EVERYBODY, ASKED, 2, COUNTS)
MANY = tuple(Asked(f"q{n}", f"Question {n}?", DAY) for n in range(11))
DIAL_INS = [
    told("week"),
    told("day", "_answered", answered=answered("coming")),
    told("hour", answered=answered("deputy", deputy="842")),
    told("hour", "_there", answered=answered("coming", here=True)),
    told("week", "_quiet", agenda=None, dial_in=replace(HELD, joining="")),
    told("week", "_many_questions", agenda=replace(AGENDA, questions=MANY)),
    told("week", "_nothing_yet", agenda=Agenda(AT, AT), dial_in=replace(HELD, joining="Room 3, HQ")),
    told("week", "_cancelled", dial_in=GONE),
    told("day", "_over", over=True, series=None),
    told("moved", dial_in=replace(HELD, why="The Registrar is at court.")),
    told("cancelled", dial_in=GONE),
    told("deputy", answered=answered("", sent_by="2201")),
    told("deputy", "_no_more", answered=answered("")),
    told("released", answered=answered("")),
    told("declined", answered=answered("", deputy="842")),
    told("declined", "_changed", answered=answered("coming")),
    told("notes", rulings=(RULING,) * 7),
    told("notes", "_alone", rulings=(RULING,)),
    Case("dial_ins/skipped", "", {"shown": SHOWN, "due": AT - hours(30)}),
    Case("dial_ins/ics_title", "", {"shown": SHOWN}, "line"),
    Case("dial_ins/ics_words", "", {"shown": SHOWN}, "line"),
    Case("dial_ins/ics_words", "cancelled", {"shown": replace(SHOWN, dial_in=GONE)}, "line"),
    Case("dial_ins/registrar", "", {"shown": SHOWN}, "line"),
    Case("dial_ins/mine", "", {"found": (SHOWN,), "arranges": False}),
    Case("dial_ins/mine", "none", {"found": (), "arranges": False}),
    Case("dial_ins/mine", "registrar", {"found": (replace(SHOWN, counts=COUNTS),) * 1, "arranges": True}),
    said("coming", answered("coming")),
    said("not_coming", answered("not_coming")),
    said("there", answered("coming", here=True)),
    said("deputy", answered("deputy", deputy="2201"), HUGHES),
    Case("dial_ins/deputy", "", {}, "modal"),
    Case("dial_ins/ask", "", {"series": {"force": EVERYBODY, "promoted": NARROW}}, "modal"),
    Case("dial_ins/asked", "", {"series": EVERYBODY}),
    Case("dial_ins/schedule", "", {"series": None}, "modal"),
    Case("dial_ins/schedule", "again", {"series": NARROW}, "modal"),
    Case("dial_ins/scheduled", "", {"done": Arranged(EVERYBODY, 19)}),
    Case("dial_ins/scheduled", "narrow", {"done": Arranged(NARROW, 1)}),
    Case("dial_ins/scheduled", "nobody", {"done": Arranged(NARROW, 0)}),
    Case("dial_ins/move", "", {"shown": SHOWN, "day": date(2026, 11, 25)}, "modal"),
    Case("dial_ins/cancel", "", {"shown": SHOWN}, "modal"),
    Case("dial_ins/arranged", "", {"done": Arranged(EVERYBODY, 12, HELD)}),
    Case("dial_ins/arranged", "cancelled", {"done": Arranged(EVERYBODY, 0, GONE)}),
    Case("dial_ins/notes_form", "", {"noting": NOTING, **EDITIONS}, "modal"),
    Case("dial_ins/notes_form", "no_questions", {"noting": Noting(HELD, None, (), 0), **EDITIONS}, "modal"),
    Case("dial_ins/noted", "", {"rulings": [RULING]}),
    Case("dial_ins/noted", "plain", {"rulings": []}),
    Case("rulings/found", "", {"found": BOTH, "rest": 3, "count": 5, "typed": "hara", "gives": True}),
    Case("rulings/found", "all", {"found": (RULING,), "rest": 0, "count": 1, "typed": "", "gives": False}),
    Case("rulings/found", "none", {"found": (), "rest": 0, "count": 0, "typed": "ŵyl", "gives": False}),
    Case("rulings/found", "empty", {"found": (), "rest": 0, "count": 0, "typed": "", "gives": False}),
    Case("rulings/form", "", {"before": None, **EDITIONS}, "modal"),
    Case("rulings/form", "again", {"before": RULING, **EDITIONS}, "modal"),
    Case("rulings/given", "", {"ruling": RULING, "before": None}),
    Case("rulings/given", "again", {"ruling": replace(RULING, edition="1998-04"), "before": 3}),
    Case("speak_up/form", "", {"recipients": [WATKINS], "words": ""}, "modal"),
    Case("speak_up/form", "typed", {"recipients": [WATKINS], "words": "I was told to leave it."}, "modal"),
    Case("speak_up/sent", "", {"recipients": [WATKINS, MORGAN]}),
    Case("speak_up/confidence", "", {"said": "I was told to *leave it* <!channel> until Monday.\nTwice."}),
]  # fmt: skip
