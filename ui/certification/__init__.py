"""The room of certification; see the architecture page. Holds no code itself."""
