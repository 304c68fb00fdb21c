"""Where recordings are archived: one module a way, without Home Assistant."""
