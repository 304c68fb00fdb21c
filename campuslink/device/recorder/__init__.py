"""Recorders: what every one offers beyond being polled, and one module a family."""
