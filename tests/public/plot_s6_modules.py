"""A picture of s6_modules: a network as `describe_network` tells it, from its input to its loss."""

from grader.suite import Chain, Panel, picture

NETWORK = """
def network():
    return nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())

def loss():
    return nn.BCELoss()
"""


@picture("A network, drawn from your description", needs=["describe_network"])
def a_network(student):
    made = student.define(NETWORK)
    told = student.describe_network(made.network(), made.loss())
    right = ["Linear(2, 2)", "Sigmoid", "Linear(2, 1)", "Sigmoid", "BCELoss"]
    return [Panel([Chain(told)], note="yours"), Panel([Chain(right, whose="right")], note="right")]
