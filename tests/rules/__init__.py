"""The room of rules; see the architecture page. Holds no code itself."""
