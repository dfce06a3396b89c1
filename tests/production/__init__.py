"""Tests of the room of production."""
