"""A day on campus by a declared script: what happens when, done through what the side door offers."""
