"""Recorders of lessons in Home Assistant: commands, the ledger, and recording by timetable."""
