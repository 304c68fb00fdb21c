"""SNMP: walks, values and settings of one agent at a bounded pace, and the traps it sends."""
