"""Block Kit: what Slack takes, what it refuses, and in which words."""
