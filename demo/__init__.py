"""The demo: a simulated campus and a real Home Assistant that is set up the way a person would do it."""
