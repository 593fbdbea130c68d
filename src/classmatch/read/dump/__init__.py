"""Dumps of MySQL and MariaDB."""
