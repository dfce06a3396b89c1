"""Tests of the room of gauges."""
