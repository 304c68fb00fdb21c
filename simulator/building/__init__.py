"""The building of the demo as data: floors, rooms, and what is in them; and the simulated devices made of it."""
