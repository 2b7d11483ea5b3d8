"""Tests of what is sent to push services."""
