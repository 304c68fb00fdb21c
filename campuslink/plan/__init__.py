"""Points to the fewest requests a device allows. Pure."""
