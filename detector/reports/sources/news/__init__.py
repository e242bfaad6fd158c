"""Newspapers by RSS and Atom: approved feeds only, asked politely, and read as what they are: somebody else's words.

guard.py decides where a connection may go · fetching.py gets one address within time and size · entries.py makes items
of a feed (feedparser) · dates.py reads Arabic and Hijri dates · articles.py reads a licensed article whole · feeds.py is
the `Connector`.
"""
