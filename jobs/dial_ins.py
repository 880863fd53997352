"""Dial-ins as time passes: the next ones are planned, people are reminded, what is over is closed."""

from bot.kit import Kit
from bot.services.dial_ins import rounds, themes


async def dial_ins(kit: Kit) -> int:
    """Do what is due; gives how many messages were put. The agenda is read before the slot is taken."""
    at = kit.clock.story()
    await kit.store.write(rounds.plan, at)
    for call in await kit.store.read(rounds.calls, at):
        agenda = await kit.store.read(themes.of, at, call.dial_in)
        await kit.store.write(rounds.remind, at, call, agenda)
    told = 0
    while put := await kit.store.write(rounds.go_on, at):
        told += put
    return told
