"""Tables of meetings: those that were due, their items, and what was promised at them."""
