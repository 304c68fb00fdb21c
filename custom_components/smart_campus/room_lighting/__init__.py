"""The lights of a room: what a person chose by hand, and what going without them has saved."""
