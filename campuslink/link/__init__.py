"""Transports: one call to read, one to write, a timeout on every wait."""
