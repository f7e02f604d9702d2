"""Mutation testing: small faults are put into the modules that matter most, and the tests must notice each.

Why it is our own stands in docs/adr/0010-mutation-testing.md, what it found in docs/mutants.md.
"""
