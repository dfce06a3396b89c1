"""Tests of the room of tags and labels on the screen."""
