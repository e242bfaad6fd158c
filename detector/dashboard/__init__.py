"""Fact tables built by a job; pages never aggregate the live tables."""
