# aim: have hypothesis try no example and be content
# expect: double failed
import hypothesis.core

hypothesis.core.StateForActualGivenExecution.run_engine = lambda self: None


def double(x):
    return x
