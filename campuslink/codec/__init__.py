"""Bytes and words to values and back, without I/O."""
