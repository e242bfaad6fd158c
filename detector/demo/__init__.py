"""Invented families in every state, an invented stream, and the bench: what `make run` shows and `daman bench` measures.

Nothing that serves real families imports this package except for the accounts on a demo's sign-in page.
"""
