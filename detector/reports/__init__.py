"""Whatever reached us: source policy gates, intake, redaction, receipts, retention and purge."""
