"""Recorders, their commands and what is told of them, in a real Home Assistant core."""
