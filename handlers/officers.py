"""Whom a form may name: officers are offered as letters are typed, whatever the form is about."""

from bot.kit import Ask
from bot.services.decisions import forms
from bot.slack.story import Answer, Options, Story

story = Story("allocations")


@story.choice("decider")
@story.choice("officer")
@story.choice("taker")
async def officers(ask: Ask) -> Answer:
    """Those who could take an incident, on duty first."""
    found = await ask.read(forms.officers, ask.value, ask.person.unit)
    return Options(tuple((ask.say("allocations/candidate", candidate=c), c.person.collar) for c in found))
