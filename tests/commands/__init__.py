"""The room of commands; see the architecture page. Holds no code itself."""
