"""The one expected error: a person asked for something that the rules do not allow."""

from typing import Any


class Refused(Exception):
    """A request that a rule turns down; its words are the template `refusals/<message_id>.j2`.

    `values` are what that template needs: plain strings, instants, numbers, or domain objects.
    """

    def __init__(self, message_id: str, **values: Any) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.values = values
