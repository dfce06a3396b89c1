"""The room of installer; see the architecture page. Holds no code itself."""
