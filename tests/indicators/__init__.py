"""The rules of the indicators, without Home Assistant."""
