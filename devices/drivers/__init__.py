"""One file per instrument family; the registry finds them. Drivers do not know each other."""
