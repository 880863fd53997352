"""A local workspace that speaks Slack's protocols: for the demonstration and for the tests."""
