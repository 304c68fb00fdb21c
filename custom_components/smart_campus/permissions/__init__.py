"""Who may control and who may manage what, and the book in which that is kept."""
