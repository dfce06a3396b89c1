"""The room of bom; see the architecture page. Holds no code itself."""
