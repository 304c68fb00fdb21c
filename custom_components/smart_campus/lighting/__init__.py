"""Lighting: channels of relays and dimmers as lights or switches, and all lights of a room as one."""
