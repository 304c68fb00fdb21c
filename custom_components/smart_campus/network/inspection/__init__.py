"""The network inspection: a dated report a site, exceptions first, kept and signed off."""
