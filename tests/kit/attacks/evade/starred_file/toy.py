# aim: have the function itself come from another file, by a star
# expect: softmax failed
# says: by one call
from weights import *  # noqa: F403
