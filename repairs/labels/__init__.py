"""Stickers with a QR code at places that all share: whoever scans one reports with the place filled in."""
