"""What the database holds: the tables of one subject a file; `bot/store/tables.py` knows them all."""
