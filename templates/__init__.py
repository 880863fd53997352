"""Every word the bot says: a folder a noun, a file an occasion; the files beside this one are macros."""

from pathlib import Path

FOLDER = Path(__file__).parent
