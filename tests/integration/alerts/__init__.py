"""Alerts in a real Home Assistant with a real store."""
