"""`cofnod` in a process of its own for each line, forked from one that has the libraries imported already.

Of ours nothing is imported beforehand: each line finds what it needs by itself, as in a shell.
"""

import atexit
import json
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

ROOT = Path(__file__).parent.parent.parent
LIBRARIES = (
    "aiohttp", "alembic.command", "apscheduler.schedulers.asyncio", "babel.dates", "charset_normalizer",
    "holidays", "icalendar", "jinja2", "matplotlib.backends.backend_agg", "numpy", "psycopg", "pydantic",
    "scipy.stats", "slack_bolt.async_app", "sqlalchemy", "tomlkit", "typer", "typst",
)  # fmt: skip


def cofnod(line: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command line as somebody without any settings but these."""
    words = line.split()
    with TemporaryDirectory() as said:
        files = [Path(said, name) for name in ("out", "err")]
        asked = {"words": words, "files": [str(file) for file in files]}
        code = _answer(asked | {"environ": plain() | {"COFNOD_DATA": str(folder), **environ}})
        return subprocess.CompletedProcess(words, code, *(file.read_text(encoding="utf-8") for file in files))


def plain() -> dict[str, str]:
    """What even a bare shell has."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def _answer(asked: dict[str, Any]) -> int:
    parent = _parent()
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(json.dumps(asked) + "\n")
    parent.stdin.flush()
    return int(parent.stdout.readline())


@cache
def _parent() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.cli.shell"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=plain(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    atexit.register(process.terminate)
    return process


def _serve() -> None:
    """Fork for each line that is asked for, and say how it ended."""
    for name in LIBRARIES:
        import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(words: list[str], files: list[str], environ: dict[str, str]) -> NoReturn:
    """Be the command from now on, to the end of the process."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(files, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["cofnod", *words]
    code = 1
    try:
        code = _run()
    except Exception:
        traceback.print_exc()
        raise
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _run() -> int:
    from bot.__main__ import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    _serve()
