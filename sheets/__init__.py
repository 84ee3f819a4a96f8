"""Reading and writing tables as offices keep them: CSV and XLSX. Knows cells, not rosters."""
