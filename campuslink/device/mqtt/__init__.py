"""Nodes that publish to a broker: lighting, sensors."""
