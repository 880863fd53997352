"""The Daily Management Meeting: listed, started, its board worked through, ended, and its record."""
