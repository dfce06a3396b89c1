"""The room of input; see the architecture page. Holds no code itself."""
