"""Table files, their columns and what is wrong with a cell, without Home Assistant."""
