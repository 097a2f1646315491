"""The shapes in which the community slice speaks HTTP."""
