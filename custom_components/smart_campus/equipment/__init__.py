"""The equipment ledger: every asset, with or without a network, its file, its history."""
