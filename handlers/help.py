"""`/cofnod`: help, who am I, what may I do, feeds, language, quiet hours; every command by its name."""

from dataclasses import replace

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services import preferences, standing
from bot.services.dial_ins import occurrences
from bot.services.feeds import overview
from bot.slack.story import Answer, Reply, Story
from handlers.dial_in_ask import ARRANGING
from handlers.quiet import quiet

story = Story("help")


@story.command("cofnod", "[help|whoami|feed|language en|cy|quiet 22:00-07:00|COMMAND …]")
async def said(ask: Ask) -> Answer:
    """Help, or what one of its words names."""
    word, _, others = ask.text.strip().partition(" ")
    part = PARTS.get(word.lower()) or ask.kit.parts.get(word.lower().lstrip("/"))
    part = None if part is said else part  # a name of its own, said thousands of times, has no end
    if word and part is None:
        raise Refused("unknown_command", typed=word[:40])
    again = replace(ask, text=others.strip(), origin=word.lower() or "help")
    return await (part or show_help)(again)


async def show_help(ask: Ask) -> Answer:
    """Every command with its usage, and what the asker may do besides."""
    commands = [c for story in ask.kit.stories for c in story.commands]
    arranges = await ask.read(occurrences.arranges, ask.person)
    return Reply("help/help", {"commands": commands, "more": {"dial-in": ARRANGING} if arranges else {}})


async def who_am_i(ask: Ask) -> Answer:
    """Whom we take the asker for, and what the matrix lets them do."""
    return Reply("help/who", {"me": await ask.read(standing.of, ask.person)})


async def feed(ask: Ask) -> Answer:
    """How the feeds are, and which rows wait to be corrected."""
    return Reply("help/feed", {"feeds": await ask.read(overview.state)})


async def language(ask: Ask) -> Answer:
    """Choose the language in which the bot answers."""
    wanted = ask.text.lower()[:2]
    if wanted not in ask.kit.force.languages:
        raise Refused("unknown_language", languages=ask.kit.force.languages)
    await ask.decide(preferences.speak, ask.request(), wanted)
    ask.kit.languages[ask.person.collar] = wanted
    return Reply("help/language", {"language": wanted})


PARTS = {
    "help": show_help, "whoami": who_am_i, "who": who_am_i, "feed": feed, "language": language,
    "quiet": quiet,
}  # fmt: skip
