"""Answering an offer: *Take over*, *Choose*, *Decline*, and *Withdraw* for whoever made it."""

from bot.kit import Ask
from bot.services.handovers import answers, forms
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import number_carried
from bot.typed_duty import chosen_items

story = Story("handovers")


@story.button("handover.accept")
async def all_of_it(ask: Ask) -> Answer:
    """Take over everything that was offered and is undecided still."""
    done = await ask.decide(answers.accept, ask.request(), number_carried(ask.value))
    return Reply("handovers/answered", {"done": done})


@story.button("handover.choose")
async def choose(ask: Ask) -> Answer:
    """Ask which of it."""
    return await _form(ask, "handovers/choose")


@story.form("handovers.some")
async def some_of_it(ask: Ask) -> Answer:
    """Take over what was ticked; the rest stays with the giver."""
    ids, line = chosen_items(ask.values), ask.values.get("line") or ""
    request = ask.request()
    done = await ask.decide(answers.accept, request, number_carried(ask.metadata), ids, line)
    return Reply("handovers/answered", {"done": done})


@story.button("handover.decline")
async def decline(ask: Ask) -> Answer:
    """Ask why not."""
    return await _form(ask, "handovers/decline")


async def _form(ask: Ask, template: str) -> Answer:
    shown = await ask.read(forms.offered_to, number_carried(ask.value), ask.person.collar, ask.lang)
    return Form(template, {"shown": shown}, metadata=ask.value)


@story.form("handovers.declined")
async def declined(ask: Ask) -> Answer:
    """Leave it with the giver, with a reason."""
    line = ask.values.get("line") or ""
    done = await ask.decide(answers.decline, ask.request(), number_carried(ask.metadata), line)
    return Reply("handovers/answered", {"done": done})


@story.button("handover.withdraw")
async def withdraw(ask: Ask) -> Answer:
    """Take the offer back."""
    done = await ask.decide(answers.withdraw, ask.request(), number_carried(ask.value))
    return Reply("handovers/answered", {"done": done})
