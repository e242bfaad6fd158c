"""Report → Detection: what the reader said, by which model, at which cut; frozen once written."""
