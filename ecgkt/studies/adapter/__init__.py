"""What a site adapter gains, before and after, on records that did not teach it."""
