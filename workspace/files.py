"""Uploads: an address to send bytes to, then a file that stands in a channel or within a message."""

import mimetypes
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from workspace import clock
from workspace.blocks.shape import fault
from workspace.kinds import Json, SlackError

PICTURES = ("png", "jpg", "jpeg", "gif")


@dataclass
class Upload:
    """A file that is being sent, or was."""

    id: str
    name: str
    length: int
    alt: str = ""
    content: bytes | None = None
    title: str = ""
    shared_in: list[str] = field(default_factory=list)
    ready_at: float | None = None  # by the steady clock; None until it is completed
    deleted: bool = False

    @property
    def type(self) -> str:
        """Its type by its name's ending."""
        return PurePath(self.name).suffix.lower().removeprefix(".")


@dataclass
class Files:
    """All uploads by id; `slowness` is how long a completed one is looked at before it can be shown."""

    by_id: dict[str, Upload] = field(default_factory=dict)
    slowness: float = 0.0

    def begin(self, name: str, length: int, alt: str = "") -> Upload:
        """Make room for a file."""
        upload = Upload(f"F{secrets.token_hex(5).upper()}", name, length, alt)
        self.by_id[upload.id] = upload
        return upload

    def finish(self, file_id: str, title: str | None) -> Upload:
        """Find a file whose bytes have all come."""
        upload = self.by_id.get(file_id)
        if upload is None or upload.content is None or upload.deleted:
            raise SlackError("file_not_found")
        upload.title = title or upload.name
        upload.ready_at = clock.steady() + self.slowness
        return upload

    def delete(self, file_id: str) -> Upload:
        """Take a file's bytes away; one that nobody completed is not known yet."""
        upload = self.by_id.get(file_id)
        if upload is None or upload.ready_at is None:
            raise SlackError("file_not_found")
        if upload.deleted:
            raise SlackError("file_deleted")
        upload.content, upload.deleted = None, True
        return upload

    def check(self, blocks: list[Json], at: str = "/blocks", error: str = "invalid_blocks") -> None:
        """Refuse blocks that show a file which is no picture, or not yet one."""
        found = [
            fault("invalid slack file", place) for place, row in _shown(blocks, at) if not self._fits(row)
        ]
        if found:
            raise SlackError(error, errors=found, response_metadata={"messages": found})

    def _fits(self, row: Json) -> bool:
        file_id = row.get("id") or next((part for part in row["url"].split("/") if part in self.by_id), "")
        upload = self.by_id.get(file_id)
        ready = upload is not None and upload.ready_at is not None and upload.ready_at <= clock.steady()
        return upload is not None and ready and not upload.deleted and upload.type in PICTURES


def _shown(node: Any, at: str) -> Iterator[tuple[str, Json]]:
    """Every file that is shown somewhere in blocks, with its place."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if key == "slack_file":
            yield f"{at}/{key}", value
        elif isinstance(value, dict | list):
            yield from _shown(value, f"{at}/{key}")


def described(upload: Upload, base_url: str) -> Json:
    """Describe a file as Slack does."""
    address = f"{base_url}files/{upload.id}/{upload.name}"
    said: Json = {"id": upload.id, "name": upload.name, "title": upload.title, "filetype": upload.type}
    said |= {"mimetype": mimetypes.guess_type(upload.name)[0] or "application/octet-stream"}
    said |= {"size": len(upload.content or b""), "mode": "hosted", "is_external": False}
    said |= {"url_private": address, "permalink": address, "channels": upload.shared_in}
    return said | ({"alt_txt": upload.alt} if upload.alt else {})


def tombstone(file_id: str) -> Json:
    """Describe a file that was deleted: neither its name nor an address is left."""
    return {"id": file_id, "mode": "tombstone"}
