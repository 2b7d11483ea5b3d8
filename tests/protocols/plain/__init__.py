"""Tests of `veche.protocols.plain`."""
