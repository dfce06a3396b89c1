"""The room of desktop; see the architecture page. Holds no code itself."""
