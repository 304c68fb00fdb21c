"""The rules behind the set-up steps: what may be typed, how a device is tried, what is shown of it."""
