"""What is read outside Slack: the page of a replay, its plots, and its tables as CSV."""
