"""Work orders, recurring tasks and approvals: what people have to do, and who did it."""
