"""Profiles and catalogues: what a YAML file says, checked and frozen."""
