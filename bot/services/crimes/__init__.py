"""What the crime system says, taken in: which reference settles which offence, and what is cancelled."""
