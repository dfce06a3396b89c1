"""The room of tests; see the architecture page. Holds no code itself."""
