"""The whole registry asked again at the agencies: the program proposes, an officer decides, a second one agrees.

Its lawful ground is the application (M/32 Arts 3-5 and 8): only people on the rolls are asked about, so no consent of a
case stands in front of it. What comes of it touches no pension here: the list goes to the ministry.
"""
