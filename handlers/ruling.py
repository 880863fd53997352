"""Rulings: `/ruling WORDS` finds the Registrar's answers; `/ruling new` and *Supersede* give one."""

from bot.domain.rights import Action
from bot.kit import Ask
from bot.services.dial_ins import occurrences, rulings
from bot.slack.bulletins.dial_ins import rulings_that_fit
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import number_carried

story = Story("rulings")
NEW = "new"


@story.command("ruling", "[WORDS|new]")
async def said(ask: Ask) -> Answer:
    """The rulings that hold some words; or, for the Registrar, the form of a new one."""
    if ask.text.strip().lower() == NEW:
        await ask.read(occurrences.permitted, ask.person.collar, Action.RULINGS)
        return await _form(ask, None)
    gives = await ask.read(occurrences.arranges, ask.person, Action.RULINGS)
    found = await ask.read(rulings.search, ask.text)
    fitting = rulings_that_fit(ask.kit.words, ask.lang, found, **ask.kit.present(ask.at))
    return Reply("rulings/found", {**fitting, "count": len(found), "typed": ask.text.strip(), "gives": gives})


@story.button("ruling.supersede")
async def supersede(ask: Ask) -> Answer:
    """Ask for the ruling that takes the place of this one."""
    await ask.read(occurrences.permitted, ask.person.collar, Action.RULINGS)
    return await _form(ask, number_carried(ask.value))


async def _form(ask: Ask, number: int | None) -> Answer:
    before = await ask.read(rulings.one, number) if number is not None else None
    values = await ask.read(rulings.edition_choices)
    return Form("rulings/form", {"before": before, **values}, metadata=str(number or ""))


@story.form("ruling.give")
async def given(ask: Ask) -> Answer:
    """Give what the form says."""
    before = number_carried(ask.metadata) if ask.metadata else None
    draft = rulings.Draft(ask.given("question"), ask.given("answer"), ask.given("edition"), before)
    made = await ask.decide(rulings.give, ask.request(), draft)
    return Reply("rulings/given", {"ruling": made, "before": before})
