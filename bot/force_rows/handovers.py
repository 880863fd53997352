"""Handovers in force.toml: how long before a tour ends somebody is reminded, and how long an offer stands."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.domain.handover import HandoverRules
from bot.force_rows.base import Row


class HandoversRow(Row):
    """Minutes before the end of a tour, and after it."""

    remind_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    lapse_minutes: Annotated[int, Field(ge=5, le=600)] = 60

    def rules(self) -> HandoverRules:
        """The same as the rules see it."""
        return HandoverRules(timedelta(minutes=self.remind_minutes), timedelta(minutes=self.lapse_minutes))
