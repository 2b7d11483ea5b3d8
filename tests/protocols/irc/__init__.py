"""Tests of the IRC door."""
