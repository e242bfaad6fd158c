"""An X of our own on loopback that speaks the v2 wire format, with the faults of the real one on demand.

`daman bench` and the tests speak to it through the real tweepy. It reads no post but those that are published to it.
"""

from detector.demo.loopback_x.network import Network
from detector.demo.loopback_x.server import LoopbackX

__all__ = ["LoopbackX", "Network"]
