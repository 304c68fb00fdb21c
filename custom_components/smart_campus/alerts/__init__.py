"""Alerts: faults with a life, and how people hear of them."""
