"""What is not as it should be: settings, force, roster, database, sources, words, and what Slack shows."""

from bot.doctor.finding import Finding, sentence
from bot.doctor.setup import offline
from bot.doctor.slack import look, online

__all__ = ["Finding", "look", "offline", "online", "sentence"]
