"""What the laboratory heads know, judged by patient."""
