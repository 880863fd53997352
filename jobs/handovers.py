"""What happens between two shifts: reminders, what remains, offers that lapse, who is told once on."""

from bot.kit import Kit
from bot.services.duty import cover, shift_ends
from bot.services.handovers import answers, messages

STEPS = (
    cover.tell_untold,
    messages.tell_untold,
    answers.lapse,
    shift_ends.remind,
    shift_ends.tell_remains,
)


async def hand_over(kit: Kit) -> int:
    """Do what is due between shifts; gives how many things were."""
    done = 0
    for step in STEPS:
        done += await kit.store.write(step, kit.clock.story())
    return done
