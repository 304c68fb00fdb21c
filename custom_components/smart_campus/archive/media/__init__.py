"""Recordings in Home Assistant's media browser, for those who may see them."""
