"""The room of production; see the architecture page. Holds no code itself."""
