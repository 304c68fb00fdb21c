"""Paths of the network, tried from this machine: one module for each way of trying."""
