"""A group of network paths as one device: tried in rounds, judged, and told as a table."""
