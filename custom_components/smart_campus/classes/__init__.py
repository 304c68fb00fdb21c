"""Starting and ending a class: everything a room needs for it, with one press."""
