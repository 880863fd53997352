"""What the fault tests share: a bare store."""

from tests.bare import force, store

__all__ = ["force", "store"]
