"""What a permission covers, without Home Assistant."""
