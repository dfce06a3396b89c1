"""The room of ui; see the architecture page. Holds no code itself."""
