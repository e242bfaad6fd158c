"""Match by national ID, after consent; agency links whose answers are claims to verify."""
