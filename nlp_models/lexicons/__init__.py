"""Word lists as CSV files in `data/` and their loaders: `places` (facts) and `terms` (words with sense and dialect).

The places are this project's own list of facts. A term's `reviewed_by` is empty until a native reader has seen it.
"""
