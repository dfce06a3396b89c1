"""Tests of the room of device_hub."""
