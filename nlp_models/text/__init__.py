"""Letters before meaning: cleaning that keeps offsets, word tokens, and the one door to camel_tools."""
