"""What whoever looks after the bot is told, with invented values."""

from bot.store.silences import Silence
from tests.templates.things import AT, Case, hours

CLOCKS = Silence("silence:1", "bot-1:71:9f3a", "move_on", AT - hours(0.5))
FEED = Silence("silence:1", "bot-1:71:9f3a", "poll:storm", AT - hours(0.4))
WHOLE = Silence("silence:2", "bot-2:80:11c0", "", AT - hours(0.5))


def back(silence: Silence) -> Silence:
    """The same silence, over by now."""
    return Silence(silence.message_key, silence.replica, silence.loop, silence.since, AT)


OPERATIONS = [
    Case("operations/silence", "", {"silences": [CLOCKS]}),
    Case("operations/silence", "two", {"silences": [back(CLOCKS), FEED]}),
    Case("operations/silence", "back", {"silences": [back(CLOCKS), back(FEED)]}),
    Case("operations/silence", "process", {"silences": [WHOLE]}),
]
