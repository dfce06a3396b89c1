"""The room of parts; see the architecture page. Holds no code itself."""
