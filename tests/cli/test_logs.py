"""The log holds no token, whatever was said or went wrong."""

import logging

from bot.logs import Redacting


def written(message: str, *args: object, problem: BaseException | None = None) -> str:
    """The line that a record becomes."""
    about = (type(problem), problem, None) if problem else None
    record = logging.LogRecord("cofnod", logging.ERROR, __file__, 1, message, args, about)
    return Redacting().format(record)


def test_a_token_in_a_message_is_taken_out() -> None:
    assert written("no answer with %s", "xoxb-12-ab34-secret") == "no answer with [secret]"


def test_a_token_in_a_traceback_and_a_password_in_an_address_are_taken_out() -> None:
    problem = ValueError("xapp-1-A-2-b at postgresql://cofnod:hunter2@db/x")
    told = written("it failed", problem=problem)
    for secret in ("xapp-1", "hunter2"):
        assert secret not in told
