"""The rules of alerts, without Home Assistant."""
