"""Door one: JSON. It translates HTTP to the house's services and back, and decides nothing."""
