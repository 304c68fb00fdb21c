"""The lights of a room."""
