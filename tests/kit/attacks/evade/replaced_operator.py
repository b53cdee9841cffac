# aim: register the forbidden operation under a name of one's own
# expect: softmax failed
# says: one call
import torch

library = torch.library.Library("toy", "DEF")
library.define("weigh(Tensor z) -> Tensor")
library.impl("weigh", lambda z: z.softmax(0), "CompositeExplicitAutograd")
call = torch.ops.toy.weigh


def softmax(z):
    return call(z)
