"""The field-visit queue: its order is a pure, shown sum; a claim is atomic; a lease expires."""
