"""Rows of force.toml, a file for each part of it; `bot/force_page.py` is the whole page."""
