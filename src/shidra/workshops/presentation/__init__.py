"""Workshops as the phones, the wall and the facilitator see them."""
