"""The room of widgets; see the architecture page. Holds no code itself."""
