"""Tests of recording by timetable and of its ledger."""
