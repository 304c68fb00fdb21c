"""The archive in Home Assistant."""
