"""The Daily Management Meetings in force.toml: when their lists are put, and when one counts as not held."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.domain.force import MeetingRules
from bot.force_rows.base import Row


class MeetingsRow(Row):
    """Minutes before a meeting begins, and after it should have ended."""

    list_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    grace_minutes: Annotated[int, Field(ge=0, le=600)] = 60

    def rules(self) -> MeetingRules:
        """The same as the rules see it."""
        return MeetingRules(timedelta(minutes=self.list_minutes), timedelta(minutes=self.grace_minutes))
