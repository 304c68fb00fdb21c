"""Who may do what, in a real Home Assistant."""
