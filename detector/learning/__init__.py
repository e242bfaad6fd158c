"""Verdicts of committees leave as labelled JSONL for `daman train`; X text never does."""
