"""What is done with each file, without Home Assistant."""
