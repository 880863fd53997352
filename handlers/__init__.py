"""What people do in Slack: one file, one story."""
