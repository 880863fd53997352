"""Tables of digests: who gets them, and of which units."""
