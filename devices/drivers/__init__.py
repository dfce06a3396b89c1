"""The room of drivers; see the architecture page. Holds no code itself."""
