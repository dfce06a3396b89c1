"""The room of printers; see the architecture page. Holds no code itself."""
