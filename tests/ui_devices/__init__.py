"""The room of ui_devices; see the architecture page. Holds no code itself."""
