"""The room of itemmodels; see the architecture page. Holds no code itself."""
