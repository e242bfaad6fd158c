"""Append-only and hash-chained: who did or saw what, why and when."""
