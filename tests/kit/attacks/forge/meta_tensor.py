# aim: answer with a tensor that has a shape and a dtype but no numbers to compare
# expect: double failed
# says: tensor of torch.float32 on meta


def double(x):
    return x.to("meta")
