"""`/speak-up`: a word in confidence to the Registrar alone; nothing of who sends it is kept."""

from bot.domain.unnamed import CONFIDENCES
from bot.kit import Ask
from bot.services import speaking_up
from bot.slack.story import Answer, Form, Reply, Story

story = Story("speak_up")


@story.command("speak-up", "")
async def said(ask: Ask) -> Answer:
    """Say to whom it goes and what is kept, and ask for the words."""
    ask.kit.unnamed.refuse_beyond(CONFIDENCES, ask.person.collar, ask.today, ask.kit.force.unnamed)
    words = speaking_up.fit(ask.text, "")
    return Form("speak_up/form", {"recipients": await ask.read(speaking_up.recipients), "words": words})


@story.form("speak_up.send")
async def send(ask: Ask) -> Answer:
    """Pass the words on."""
    words = ask.given("words")
    limits = ask.kit.force.unnamed
    with ask.kit.unnamed.one_of(CONFIDENCES, ask.person.collar, ask.today, limits, "words"):
        people = await ask.decide(speaking_up.speak, ask.request(), words, "words")
    return Reply("speak_up/sent", {"recipients": people})
