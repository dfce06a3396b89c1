"""The room of station; see the architecture page. Holds no code itself."""
