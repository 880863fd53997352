"""One file a revision; each says what it changes and stands for itself, whatever becomes of tables.py."""
