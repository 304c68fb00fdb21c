"""Rules of proposals; they know nothing of Home Assistant."""
