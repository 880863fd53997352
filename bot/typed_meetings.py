"""What people type about meetings: whose meeting it is, and an instant that lies ahead."""

import re
from datetime import datetime, time

from bot.domain.reference import readable
from bot.domain.refusal import Refused
from bot.domain.shifts import ahead
from bot.kit import Ask
from bot.services.meetings.times import unit_that_meets
from bot.typed import DAY, TIME

CHOSEN_DAY = re.compile(r"\d{4}-(?P<month>\d\d)-(?P<day>\d\d)")  # as a form's calendar gives it


def unit_in(ask: Ask, typed: str = "") -> str:
    """The unit whose meeting is meant: the one typed, else the channel's, else the asker's own.

    Raises Refused `unknown_unit` or `no_meetings`.
    """
    return unit_that_meets(ask.kit.force, ask.person, ask.channel, readable(typed).lower())


def instant_ahead(ask: Ask, typed: str, block_id: str = "") -> datetime:
    """The next instant (UTC) that a local time such as `14:00` or `21/11 14:00` means.

    With a day it may have passed: who asks has to see. Raises Refused `not_a_time`.
    """
    words = typed.split()
    clock = TIME.fullmatch(words[-1]) if words else None
    named = (DAY.fullmatch(words[0]) or CHOSEN_DAY.fullmatch(words[0])) if len(words) == 2 else None
    try:
        if clock is None or len(words) > 2 or (len(words) == 2 and named is None):
            raise ValueError(words)
        day = (int(named["day"]), int(named["month"])) if named else None
        return ahead(ask.at, ask.kit.force.zone, day, time(int(clock["hour"]), int(clock["minute"])))
    except ValueError:
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id) from None


def as_a_form_has_it(ask: Ask, typed: str) -> tuple[str, str]:
    """The day (empty where none was typed) and the time of such a local time, as a form's inputs begin with.

    Raises Refused `not_a_time`.
    """
    if not typed:
        return "", ""
    local = instant_ahead(ask, typed).astimezone(ask.zone)
    return local.date().isoformat() if " " in typed else "", f"{local:%H:%M}"
