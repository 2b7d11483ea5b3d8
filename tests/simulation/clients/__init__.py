"""People and programs: what they send, and what they make of what they read.

They know the protocols from their specifications, and nothing of the server's inside.
"""
