"""The archive's rules and targets, without Home Assistant."""
