# aim: have pytest run no test at all and call that a success
# expect: double failed
import _pytest.python
import _pytest.runner

_pytest.python.Function.runtest = lambda self: None
_pytest.runner.pytest_runtest_call = lambda item: None


def double(x):
    return x
