"""Running an installation: init, serve, demo, doctor, db, backup, restore."""
