"""Find devices: the search of the library in Home Assistant, and what becomes of what it found."""
