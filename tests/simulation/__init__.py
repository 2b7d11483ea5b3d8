"""The real hub, workers, doors and codecs under one seeded scheduler.

`python -m tests.simulation --seed N` runs one seed, the same to the byte every time. What is fake
is what a process cannot choose: the network, the clocks, the disk, the people. See `run`.
"""
