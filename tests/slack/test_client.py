"""The Slack client's loggers."""

import logging

from bot.slack.client import quiet_logger


def test_a_quiet_logger_stays_quiet_whatever_was_set_before() -> None:
    assert quiet_logger("tests.quiet").level == logging.INFO
    assert quiet_logger("tests.quiet", logging.ERROR).level == logging.ERROR
    assert quiet_logger("tests.quiet").level == logging.ERROR
