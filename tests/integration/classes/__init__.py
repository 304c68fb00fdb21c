"""Classes started and ended in a real Home Assistant core."""
