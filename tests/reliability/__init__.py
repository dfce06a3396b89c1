"""The room of reliability; see the architecture page. Holds no code itself."""
