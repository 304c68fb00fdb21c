"""What became of each step, worded without Home Assistant."""
