"""The room of writers; see the architecture page. Holds no code itself."""
