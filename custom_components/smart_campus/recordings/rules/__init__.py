"""The rules of recordings: what is due, what happened, what is told. No Home Assistant."""
