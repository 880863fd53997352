"""One function, one intention, on a unit of work."""
