"""How messages are worded, signed, limited and judged, without Home Assistant."""
