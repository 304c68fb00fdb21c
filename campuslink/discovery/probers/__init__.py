"""One module each for what is looked for at an address."""
