"""What the tests of the store share: a bare one."""

from tests.bare import force, store

__all__ = ["force", "store"]
