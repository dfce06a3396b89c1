"""The room of theme; see the architecture page. Holds no code itself."""
