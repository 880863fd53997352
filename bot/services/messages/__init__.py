"""Messages as they stand in Slack: which stand where, what became of them, and what is heard once."""
