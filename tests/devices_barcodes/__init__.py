"""Tests of the content of codes and of codes in pictures; needs no Qt."""
