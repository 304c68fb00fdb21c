"""Blueprints as their users run them: the real file in a real Home Assistant."""
