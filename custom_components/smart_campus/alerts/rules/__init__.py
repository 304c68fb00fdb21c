"""What an alert is and what may become of it; no Home Assistant."""
