"""Channels in a real Home Assistant with a real desk, against simulated platforms over real sockets."""
