"""The auditor: what was due and was told to nobody, found by another reading."""
