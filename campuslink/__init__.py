"""The device library of Smart Campus: profiles, links, devices and a poller, without Home Assistant."""
