"""From files and words on the command line to settings: chosen with Hydra, judged by the schema, refused in plain words."""
