"""The edge where Cofnod meets Slack."""
