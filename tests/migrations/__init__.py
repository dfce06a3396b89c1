"""The room of migrations; see the architecture page. Holds no code itself."""
