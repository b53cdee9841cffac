# aim: answer with a mock, which has every attribute and is equal to anything
# expect: double failed
# says: an object of class MagicMock
from unittest.mock import ANY, MagicMock


def double(x):
    return MagicMock(**{"tolist.return_value": ANY, "__eq__.return_value": True})
