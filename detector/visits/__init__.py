"""Planning a visit with notice, the researcher's form, and what was found."""
