"""The room of settings; see the architecture page. Holds no code itself."""
