"""Fakes, recordings and a pytest plugin. Imported by tests, the demo and the command line only."""
