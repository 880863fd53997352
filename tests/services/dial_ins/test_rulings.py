"""Rulings: found by words in any case and spelling, superseded and never lost; notes that become rulings."""

from datetime import UTC, datetime

import pytest

from bot.services.dial_ins import asking, notes, rulings
from bot.services.dial_ins.notes import Notes
from bot.services.dial_ins.rulings import Draft
from bot.store import questions, trail
from bot.store.inbox import Repeated
from bot.store.rulings import Ruling
from bot.store.work import Work
from tests.builders import OFFICER, REGISTRAR, SERGEANT, Station, refused
from tests.services.dial_in_rig import HELD, MONDAY, asked, at, look, told

SHOUTING = Draft("Is shouting in the street harassment?", "Once is not; a course of conduct is.", "2023-05")
WELSH = Draft(
    "A yw gŵyl yn lle cyhoeddus?", "Ydyw: cofnodwch Aflonyddu yno fel arfer, 100% o'r amser.", "2015-04"
)
OVER = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def give(station: Station, draft: Draft, by: str = REGISTRAR) -> Ruling:
    """Let somebody give a ruling."""
    made: Ruling = station.do(rulings.give, asked(by), draft)
    return made


def found(station: Station, words: str) -> list[int]:
    """The numbers of the rulings that some words find."""
    return [ruling.id for ruling in station.see(rulings.search, words)]


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("harassment", [1]), ("HARASSMENT", [1]), ("harass", [1]), ("street shouting", [1]), ("ŵyl", []),
        ("gŵyl", [2]), ("gwyl", [2]), ("GŴYL", [2]), ("g\u0077\u0302yl", [2]), ("aflonyddu cofnodwch", [2]),
        ("street gŵyl", []), ("100%", [2]), ("%", [2, 1]), ("_", [2, 1]), ("2023-05", [1]), ("ment", []),
        ("", [2, 1]), ("'; DROP TABLE rulings", []),
    ],
)  # fmt: skip
def test_rulings_are_found_by_the_beginnings_of_words(empty: Station, words: str, which: list[int]) -> None:
    first = give(empty, SHOUTING).id
    second = give(empty, WELSH).id
    assert found(empty, words) == [{1: first, 2: second}[each] for each in which]


def test_a_superseded_ruling_stays_marked_and_comes_last(empty: Station) -> None:
    old = give(empty, SHOUTING)
    new = give(empty.later(days=3), Draft(SHOUTING.question, "Never once.", "2023-05", old.id))
    kept = empty.see(rulings.search, "harassment")
    assert [r.id for r in kept] == [new.id, old.id]
    assert (kept[1].superseded_by, kept[1].superseded_on) == (new.id, new.day)
    late = refused(give, empty, Draft("x", "y", "2023-05", old.id))
    assert (late.message_id, late.values["by"]) == ("ruling_superseded", new.id)


def test_only_the_registrar_gives_a_ruling_and_each_stands_on_the_trail(empty: Station) -> None:
    assert refused(give, empty, SHOUTING, SERGEANT).message_id == "not_yours"
    made = give(empty, SHOUTING)

    def read(work: Work) -> list[dict[str, object]]:
        return [dict(row.body["values"]) for row in trail.rows(work.conn, rulings.STREAM)]

    [fact] = empty.see(read)
    assert (fact["ruling"], fact["answer"]) == (made.id, SHOUTING.answer)
    assert refused(give, empty, Draft("x", "y", "1066-10")).message_id == "stale"
    assert (
        refused(give, empty, Draft("The victim Gwen Jones asks", "No.", "2023-05")).values["block_id"]
        == "question"
    )


def note(station: Station, written: Notes, by: str = REGISTRAR) -> list[Ruling]:
    """Let somebody publish notes."""
    made: list[Ruling] = station.do(notes.publish, asked(by), HELD, written)
    return made


def test_answers_become_rulings_and_what_is_not_answered_waits(empty: Station) -> None:
    monday = at(empty, MONDAY)
    for words in ("May I record by telephone?", "Who tells the victim?", "Is this the place?"):
        monday.do(asking.ask, asked(OFFICER), "force", words)
    waiting = {q.words: q.id for q in monday.see(questions.waiting, "force")}
    first, second, third = waiting.values()
    over = at(empty, OVER)
    written = Notes(
        "Record first.", {first: "Yes.", second: ""}, (third,), "2023-05", "And N100?", "Within 24 h."
    )
    made = note(over, written)
    assert sorted(r.question for r in made) == sorted(
        [next(w for w, i in waiting.items() if i == first), "And N100?"]
    )
    assert [q.id for q in over.see(questions.waiting, "force")] == [second]
    look(over.later(minutes=1))
    assert told(over, SERGEANT)[-1] == "notes"


def test_notes_are_for_one_that_has_begun_and_by_the_registrar(empty: Station) -> None:
    early = at(empty, MONDAY)
    assert refused(note, early, Notes("x", {}, (), "2023-05")).message_id == "no_dial_in_yet"
    somebody = early.store.roster.by_collar(SERGEANT)
    assert refused(early.see, notes.to_note, somebody, "").message_id == "not_yours"
    over = at(empty, OVER)
    assert refused(note, over, Notes("x", {}, (), "2023-05"), SERGEANT).message_id == "not_yours"
    noting = over.see(notes.to_note, over.store.roster.by_collar(REGISTRAR), "force")
    assert noting.dial_in.id == HELD


def test_a_question_is_kept_once_and_never_about_a_person(empty: Station) -> None:
    request = asked(OFFICER)
    empty.do(asking.ask, request, "force", "May I record by telephone?")
    with pytest.raises(Repeated):
        empty.later(minutes=1).do(asking.ask, request, "force", "May I record by telephone?")
    told_of = refused(empty.do, asking.ask, asked(OFFICER), "force", "Is PS Jones, 07700 900123, right?", "q")
    assert (told_of.message_id, told_of.values["block_id"]) == ("about_a_person", "q")
    assert len(empty.see(questions.waiting, "force")) == 1


def test_who_may_ask_where_is_offered_first(empty: Station) -> None:
    clerk = empty.store.roster.by_collar("9020")
    assert [s.code for s in empty.later(days=1).see(asking.choices, clerk)] == ["force", "crb"]
