"""Uploads: an address to send bytes to, then a file that stands in a channel."""

import secrets
from dataclasses import dataclass, field

from workspace.kinds import Json, SlackError


@dataclass
class Upload:
    """A file that is being sent, or was."""

    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    shared_in: list[str] = field(default_factory=list)


@dataclass
class Files:
    """All uploads by id."""

    by_id: dict[str, Upload] = field(default_factory=dict)

    def begin(self, name: str, length: int) -> Upload:
        """Make room for a file."""
        upload = Upload(f"F{secrets.token_hex(5).upper()}", name, length)
        self.by_id[upload.id] = upload
        return upload

    def finish(self, file_id: str, title: str | None) -> Upload:
        """Find a file whose bytes have all come."""
        upload = self.by_id.get(file_id)
        if upload is None or upload.content is None:
            raise SlackError("file_not_found")
        upload.title = title or upload.name
        return upload


def described(upload: Upload, base_url: str) -> Json:
    """Describe a file as Slack does."""
    address = f"{base_url}files/{upload.id}/{upload.name}"
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title,
        "size": len(upload.content or b""),
        "url_private": address,
        "permalink": address,
        "channels": upload.shared_in,
    }
