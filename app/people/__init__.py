"""The room of people; see the architecture page. Holds no code itself."""
