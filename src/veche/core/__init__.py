"""The pure core: state, decisions and permissions. No I/O, no clock, no chance."""
