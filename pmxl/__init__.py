"""Delivery truth in Excel: validated registers, a schedule that says why, and a one-page brief."""
