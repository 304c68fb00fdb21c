"""A profile joined to a link: identify, poll, write."""
