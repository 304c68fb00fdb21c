"""Rules about projectors that know nothing of Home Assistant."""
