"""Tests of the screens of the initial transfer."""
