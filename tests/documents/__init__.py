"""The room of documents; see the architecture page. Holds no code itself."""
