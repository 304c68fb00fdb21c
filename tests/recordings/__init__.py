"""The rules of recordings, without Home Assistant."""
