"""The room of models; see the architecture page. Holds no code itself."""
