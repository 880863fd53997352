"""The past, replayed: an exported log through the clock, the categories and the rules of the live bot."""
