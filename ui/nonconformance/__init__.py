"""The room of nonconformances; see the architecture page. Holds no code itself."""
