"""One source, one file; each yields items and says what does not fit. A source runs only while it is approved."""
