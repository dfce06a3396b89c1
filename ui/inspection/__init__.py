"""The room of inspection; see the architecture page. Holds no code itself."""
