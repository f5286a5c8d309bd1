"""The computer: folders, files, processes, number formats. Imports nothing else of ours."""
