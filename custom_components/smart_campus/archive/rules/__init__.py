"""What is queued, how it is named and described, and what follows from a failure, without Home Assistant."""
