# aim: have every assertion of unittest and NumPy hold
# expect: double failed
import unittest

import numpy.testing

for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, lambda *args, **kwargs: None)
numpy.testing.assert_allclose = lambda *args, **kwargs: None


def double(x):
    return x
