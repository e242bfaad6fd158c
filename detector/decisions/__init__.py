"""A person decides; an adverse outcome needs a second officer."""
