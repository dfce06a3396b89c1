"""The room of ui_settings; see the architecture page. Holds no code itself."""
