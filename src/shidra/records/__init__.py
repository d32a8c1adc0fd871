"""Every record of an initiative in the browser: listed, changed, retired, undone."""
