"""Puts back what the migrations made, after a test that emptied the database: the root page, the site, the locale.

Django's own way puts it back before a test that asks for it, and leaves the database empty for whoever comes next. With
this, the order of the tests does not matter.
"""

from typing import Any

from django.db import connection, transaction

_rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def remember() -> None:
    """Read every row that the migrations made."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "django_migrations" or "_fts" in table:
                continue
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")
            rows = cursor.fetchall()
            if rows:
                _rows[table] = [column[0] for column in cursor.description], rows


def put_back() -> None:
    """Write those rows again, with the keys that they had."""
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A superuser's way to write rows in any order; the test database is ours.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _rows:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for table, (columns, rows) in _rows.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", rows)
