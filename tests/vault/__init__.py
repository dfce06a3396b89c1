"""The room of vault; see the architecture page. Holds no code itself."""
