"""The IRC door: IRC and IRCv3."""
