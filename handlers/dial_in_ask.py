"""Around a dial-in: `/dial-in ask`, a question without a name; `/dial-in notes`, the answers."""

from bot.kit import Ask
from bot.services.dial_ins import asking, forms, rulings
from bot.services.dial_ins import notes as dial_in_notes
from bot.slack.story import Answer, Form, Reply, Story

story = Story("dial_ins")


async def ask_form(ask: Ask) -> Answer:
    """Ask for the question."""
    series = await ask.read(asking.choices, ask.person)
    return Form("dial_ins/ask", {"series": {each.code: each for each in series}})


@story.form("dial_in.ask")
async def asked(ask: Ask) -> Answer:
    """Keep the question, and nothing of who asked."""
    words, series = ask.given("question"), ask.given("series")
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
