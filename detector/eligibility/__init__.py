"""What a household's pension might be, as an estimate for staff: dated rules, traceable sums, ranges. The ministry decides."""
