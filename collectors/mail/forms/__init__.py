"""Forms: one small module for each service whose notices are read."""
