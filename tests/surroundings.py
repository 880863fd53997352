"""Where the tests run: no settings of the developer, files in memory, nothing compiled twice."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

OURS = ("COFNOD_", "SLACK_", "DATABASE_URL")
MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 2_000_000_000  # the databases of both workers, with a page to spare

# A developer's own settings never reach a test; a PostgreSQL server to test on is asked for by DATABASE_URL.
GIVEN = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(OURS)}


def in_memory() -> None:
    """Put temporary files into memory: there a commit that waits for the disk waits for nothing."""
    asked = any(name in os.environ for name in ("TMPDIR", "TEMP", "TMP"))
    if not asked and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked again


def compiled_once() -> None:
    """Keep what was compiled, in this process and in those that the tests start."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


in_memory()
compiled_once()
