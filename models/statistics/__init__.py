"""The room of statistics; see the architecture page. Holds no code itself."""
