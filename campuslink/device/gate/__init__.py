"""Door controllers and barriers: who passed where, what state each door is in, and commands that prove themselves."""
