"""A campus of simulated devices that speak the real protocols; imports nothing of the library it tests."""
