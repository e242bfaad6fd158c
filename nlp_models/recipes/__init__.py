"""One page per model: its data, features, build, split and floor."""
