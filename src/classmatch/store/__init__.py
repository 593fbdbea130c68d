"""Everything that touches the disk to stay: the workspace, its drops and runs, and the folder of results."""
