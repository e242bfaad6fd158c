"""SPDCI registry search v1.0.0: signed JSON over HTTP, answered at once (sync) or by a call of the registry's (async).

What the public specification leaves open stands in one place each: the bytes that are signed in `signature`, what
differs between registries in `dialects`.
"""
