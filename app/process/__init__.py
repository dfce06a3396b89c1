"""The room of process; see the architecture page. Holds no code itself."""
