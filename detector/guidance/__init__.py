"""The payment-issue protocol as per-payment checklists; kept out of the visit queue."""
