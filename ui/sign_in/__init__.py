"""The room of the door: first start, a new factory, signing in. Holds no code itself."""
