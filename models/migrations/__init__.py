"""Alembic migrations of both engines; the runner is in runner.py, the steps in versions/."""
