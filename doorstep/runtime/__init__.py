"""The `doorstep` command: everything between a shell prompt and a running Django."""
