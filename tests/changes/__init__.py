"""The room of changes; see the architecture page. Holds no code itself."""
