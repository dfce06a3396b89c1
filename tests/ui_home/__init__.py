"""The room of ui_home; see the architecture page. Holds no code itself."""
