"""The durable store without Home Assistant: databases, the spool, and the thread that writes."""
