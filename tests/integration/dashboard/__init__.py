"""What dashboards are told, in a real Home Assistant."""
