"""Posts of X: recent search, filtered stream and batch compliance, through tweepy. Off until a supervisor approves it.

What is asked for is the approval's scope and nothing else: who mentions the programme's accounts first, then named
accounts, then keywords. Of a post only id, text, day and link are taken; no author, no profile, no post it refers to.
"""
