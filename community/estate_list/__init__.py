"""Estate lists: an Excel sheet of buildings, homes and residents, judged row by row before anything changes."""
