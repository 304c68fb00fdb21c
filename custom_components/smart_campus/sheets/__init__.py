"""Tables people bring as files: timetables, the equipment ledger."""
