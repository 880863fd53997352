"""Tables of the escalation ladder: which step was told to whom, and what was put off."""
