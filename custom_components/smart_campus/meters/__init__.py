"""Energy, water and heat meters."""
