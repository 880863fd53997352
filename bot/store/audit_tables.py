"""Tables of the auditor: what was due and not told, and each loop's heartbeat."""
