"""How texts are written for other programs: the maths of LaTeX, the cells of spreadsheets."""
