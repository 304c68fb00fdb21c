"""What decides on ports, topology and availability. Knows nothing of Home Assistant; time comes from outside."""
