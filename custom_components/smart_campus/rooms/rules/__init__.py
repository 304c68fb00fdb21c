"""What a timetable says, and when its lessons are. Knows nothing of Home Assistant."""
