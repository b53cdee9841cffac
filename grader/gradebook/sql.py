"""What the gradebook uses of SQLAlchemy and Alembic, which come with an extra; without them one sentence says so."""

from grader.errors import EngineError

try:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import (
        URL,
        Boolean,
        Column,
        Connection,
        Dialect,
        Float,
        ForeignKey,
        Index,
        Integer,
        LargeBinary,
        MetaData,
        RowMapping,
        Select,
        String,
        Table,
        Text,
        TypeDecorator,
        UniqueConstraint,
        create_engine,
        delete,
        event,
        func,
        insert,
        inspect,
        make_url,
        select,
        text,
        update,
    )
    from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
    from sqlalchemy.pool import NullPool
except ModuleNotFoundError as missing:
    raise EngineError("gradebook_needs", name=str(missing.name).partition(".")[0]) from None

__all__ = [
    "URL",
    "ArgumentError",
    "Boolean",
    "Column",
    "Config",
    "Connection",
    "DBAPIError",
    "Dialect",
    "Float",
    "ForeignKey",
    "Index",
    "Integer",
    "LargeBinary",
    "MetaData",
    "MigrationContext",
    "NullPool",
    "OperationalError",
    "RowMapping",
    "ScriptDirectory",
    "Select",
    "String",
    "Table",
    "Text",
    "TypeDecorator",
    "UniqueConstraint",
    "command",
    "create_engine",
    "delete",
    "event",
    "func",
    "insert",
    "inspect",
    "make_url",
    "select",
    "text",
    "update",
]
