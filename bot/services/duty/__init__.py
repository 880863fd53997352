"""Duty: who is on, who stands in for whom, and what somebody holds when a tour ends."""
