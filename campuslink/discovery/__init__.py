"""The search for devices on a network: a range is visited gently, and what answers is matched to profiles."""
