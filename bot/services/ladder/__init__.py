"""The escalation ladder: stages, rungs and steps, who can be told, and who puts an alert off or takes it."""
