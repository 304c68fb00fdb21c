"""Switches, paths and the health of the network between them."""
