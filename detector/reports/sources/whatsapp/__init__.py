"""WhatsApp Cloud API: what people send to the ministry's own number, and nothing else.

wire.py reads the wire format · deliveries.py checks the signature and stores before the 200 · reading.py takes a stored
delivery apart · gathering.py makes tips of what somebody wrote in one go · replies.py says what goes back, sending.py
sends it (pywa) · phrases.py holds the words.
"""
