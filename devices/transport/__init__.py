"""The room of transport; see the architecture page. Holds no code itself."""
