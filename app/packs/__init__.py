"""The room of packs; see the architecture page. Holds no code itself."""
