"""Rules T: what an experienced editor mends in a Vietnamese text, whatever it says."""
