"""The dashboard: the bundle that draws it, and the commands it asks."""
