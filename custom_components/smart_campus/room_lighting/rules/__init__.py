"""What is known of lights without Home Assistant."""
