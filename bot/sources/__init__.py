"""Where incidents come from."""
