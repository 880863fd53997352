"""Around a dial-in: `/dial-in ask`, a question without a name; `/dial-in notes`, the answers."""

from bot.domain.unnamed import QUESTIONS
from bot.kit import Ask
from bot.services.dial_ins import asking, forms, occurrences, rulings
from bot.services.dial_ins import notes as dial_in_notes
from bot.slack.story import Answer, Form, Reply, Story

story = Story("dial_ins")
ARRANGING = "[schedule [SERIES]|notes [SERIES]]"  # what help adds for whoever may


async def listed(ask: Ask) -> tuple[str, ...]:
    """The words of `/dial-in` that the asker may use."""
    arranges = await ask.read(occurrences.arranges, ask.person)
    return ("schedule", "notes", "ask") if arranges else ("ask",)


async def ask_form(ask: Ask) -> Answer:
    """Ask for the question."""
    ask.kit.unnamed.refuse_beyond(QUESTIONS, ask.person.collar, ask.today, ask.kit.force.unnamed)
    series = await ask.read(asking.choices, ask.person)
    return Form("dial_ins/ask", {"series": {each.code: each for each in series}})


@story.form("dial_in.ask")
async def asked(ask: Ask) -> Answer:
    """Keep the question, and nothing of who asked."""
    words, series = ask.given("question"), ask.given("series")
    limits = ask.kit.force.unnamed
    with ask.kit.unnamed.one_of(QUESTIONS, ask.person.collar, ask.today, limits, "question"):
        found = await ask.decide(asking.ask, ask.request(), series, words, "question")
    return Reply("dial_ins/asked", {"series": found})


async def notes_form(ask: Ask) -> Answer:
    """Ask for the notes of the newest dial-in that has begun."""
    noting = await ask.read(dial_in_notes.to_note, ask.person, ask.text.lower())
    rests = await ask.read(rulings.edition_choices)
    return Form("dial_ins/notes_form", {"noting": noting, **rests}, metadata=noting.dial_in.id)


@story.form("dial_in.notes")
async def noted(ask: Ask) -> Answer:
    """Publish what the form says."""
    notes = forms.notes_from(ask.values)
    made = await ask.decide(dial_in_notes.publish, ask.request(), ask.metadata, notes)
    return Reply("dial_ins/noted", {"rulings": made})
