"""Tests of the room of nonconformance."""
