"""Keeps every call of the Web API: in memory for the tests, as JSON Lines for whoever checks them."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from workspace.kinds import Json


@dataclass
class Recorder:
    """The calls in their order."""

    path: Path | None = None
    calls: list[Json] = field(default_factory=list)
    _file: IO[str] | None = None

    def keep(self, method: str, args: Json) -> Json:
        """Write one call down; the entry that comes back takes the outcome later."""
        entry: Json = {"method": method, "args": args}
        self.calls.append(entry)
        if self.path is not None:
            self._file = self._file or self.path.open("a", encoding="utf-8")
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._file.flush()
        return entry

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            self._file.close()
