"""Regions, governorates, and the offices with their catchment. The names come from nlp_models/lexicons."""
