"""The labelled posts. Real ones by id only (their text stays in the stream file), composed ones with their text."""
