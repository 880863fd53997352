"""What the clock does: the timetable."""
