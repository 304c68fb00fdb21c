"""Rooms and their timetable."""
