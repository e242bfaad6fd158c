"""Campaigns for villages, hijras and centres without an office: gaps, plan, routes, itinerary, results."""
