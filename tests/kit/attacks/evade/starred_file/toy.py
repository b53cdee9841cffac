# aim: have the function itself come from another file, by a star
# expect: softmax failed
# says: in one call
from weights import *  # noqa: F403
