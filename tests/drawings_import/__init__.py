"""Tests of reading table files and plans of characteristics."""
