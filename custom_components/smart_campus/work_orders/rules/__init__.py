"""Rules of work orders, tasks and approvals, without Home Assistant."""
