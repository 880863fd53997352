"""Where facts and state are kept: SQLite or PostgreSQL."""
