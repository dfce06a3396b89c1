"""The room of home; see the architecture page. Holds no code itself."""
