"""The harness' own folder of that name would come first otherwise."""

import custom_components  # noqa: F401
