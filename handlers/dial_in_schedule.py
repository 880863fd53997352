"""Arranging dial-ins: `/dial-in schedule`, and *Move*, *Cancel*, *Change the series* of an occurrence."""

from bot.domain.dial_in import Series
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.kit import Ask
from bot.services.dial_ins import forms, moves, occurrences
from bot.slack.story import Answer, Form, Reply, Story

story = Story("dial_ins")


async def schedule(ask: Ask) -> Answer:
    """Ask for a series: a new one, or the one that a word names."""
    return await _form(ask, ask.text.lower())


async def _form(ask: Ask, code: str) -> Answer:
    await ask.read(occurrences.permitted, ask.person.collar, Action.DIAL_IN)
    series = await ask.read(occurrences.series_named, code) if code else None
    return Form("dial_ins/schedule", {"series": series}, metadata=code)


@story.form("dial_in.schedule")
async def scheduled(ask: Ask) -> Answer:
    """Hold the series as the form says."""
    series: Series = await ask.read(forms.series_from, ask.values, ask.metadata)
    done = await ask.decide(moves.schedule, ask.request(), series)
    return Reply("dial_ins/scheduled", {"done": done})


@story.button("dial_in.manage")
async def manage(ask: Ask) -> Answer:
    """Ask to what time, or why; or for the series."""
    what, _, carried = ask.chosen.partition("|")
    await ask.read(occurrences.permitted, ask.person.collar, Action.DIAL_IN)
    shown = await ask.read(occurrences.shown, carried)
    if what == "series":
        return await _form(ask, shown.dial_in.series)
    if what not in ("move", "cancel"):
        raise Refused("stale")
    day = shown.dial_in.starts_at.astimezone(ask.zone).date()
    return Form(f"dial_ins/{what}", {"shown": shown, "day": day}, metadata=carried)


@story.form("dial_in.move")
async def moved(ask: Ask) -> Answer:
    """Move it to what the form says."""
    to, why = await ask.read(forms.moved_to, ask.values), forms.line(ask.values, "why")
    done = await ask.decide(moves.move, ask.request(), ask.metadata, to, why)
    return Reply("dial_ins/arranged", {"done": done})


@story.form("dial_in.cancel")
async def cancelled(ask: Ask) -> Answer:
    """Cancel it, or it and all that follow."""
    whole, why = ask.given("whole") == "series", forms.line(ask.values, "why")
    done = await ask.decide(moves.cancel, ask.request(), ask.metadata, whole, why)
    return Reply("dial_ins/arranged", {"done": done})
