def softmax(z, dim):
    e = z.exp()
    return e / e.sum()
