"""Reads behind the team page and its lists."""
