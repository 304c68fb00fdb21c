"""Rules of the indicators, without Home Assistant."""
