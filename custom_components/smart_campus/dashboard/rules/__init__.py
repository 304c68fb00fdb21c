"""What a dashboard is told, worked out without Home Assistant."""
