"""The room of app; see the architecture page. Holds no code itself."""
