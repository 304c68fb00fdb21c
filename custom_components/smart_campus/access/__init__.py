"""Doors and barriers, and the record of who passed them."""
