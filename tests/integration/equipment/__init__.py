"""The equipment ledger in a real Home Assistant."""
