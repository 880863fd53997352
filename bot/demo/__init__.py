"""The demo: an invented day of the force, with a made-up cast."""
