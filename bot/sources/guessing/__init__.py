"""A first mapping of an export that nobody has described yet, guessed from a sample of it."""

from bot.sources.guessing.found import Coded, Guess, Incomplete, NotAnExport, Note
from bot.sources.guessing.whole import guess

__all__ = ["Coded", "Guess", "Incomplete", "NotAnExport", "Note", "guess"]
