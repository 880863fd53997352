"""Cofnod: a crime record within 24 hours of the report, kept in Slack."""
