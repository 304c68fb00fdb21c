"""Who is asked when: one worker a line, back-off for the silent."""
