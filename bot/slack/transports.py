"""The two ways in which Slack reaches us."""

from bot.slack.http_mode import http_app
from bot.slack.socket_mode import Patience, SocketMode

__all__ = ["Patience", "SocketMode", "http_app"]
