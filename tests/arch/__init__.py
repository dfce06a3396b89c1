"""The room of arch; see the architecture page. Holds no code itself."""
