"""The room of drawings; see the architecture page. Holds no code itself."""
