"""The room of devices; see the architecture page. Holds no code itself."""
