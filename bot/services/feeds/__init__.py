"""What the sources of incidents say, taken in: polls, new and changed incidents, how the feeds are."""
