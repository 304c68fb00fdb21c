"""Projectors and interactive displays in Home Assistant."""
