"""Many reports, one household: grouping, and the life cycle with its one door, `service.set_status`."""
