"""What an inspection looks at, how it judges, and how its report reads, without Home Assistant."""
