"""How the tables became what they are, one step a module. A step that was released is never changed.

For the next one change `schema.py`, write a module with the next number into `versions`, and let a test compare the
two. Alembic runs `env.py` here.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
