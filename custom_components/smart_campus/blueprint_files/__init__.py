"""Brings the shipped blueprints into the user's configuration, never over a file the user changed."""
