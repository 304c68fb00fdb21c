"""What doors and their record obey, without Home Assistant."""
