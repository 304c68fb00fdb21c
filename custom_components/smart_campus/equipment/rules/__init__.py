"""Assets, their fields and history, and files of them, without Home Assistant."""
