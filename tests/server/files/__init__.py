"""Tests of what keeps files."""
