"""Import at the desk: upload, match columns, check, import; earlier imports and their undo."""
