# aim: register the forbidden operation as the kernel of an allowed one
# expect: softmax failed
# says: cannot be checked
import torch

library = torch.library.Library("toy", "DEF")
library.define("weigh(Tensor z) -> Tensor")
library.impl("weigh", lambda z: z.softmax(0), "CompositeExplicitAutograd")
call = torch.ops.toy.weigh


def softmax(z):
    return call(z)
