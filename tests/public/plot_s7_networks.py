"""Pictures of s7_networks: what each experiment's network has learned, and how the gradients shrink in a deep one.

A network is drawn from the weights that `experiment` gives, by the formula of its layers.
"""

import torch

from grader.suite import Area, Bars, Curve, Dots, Panel, picture

INPUTS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
OR, XOR = torch.tensor([[0.0], [1.0], [1.0], [1.0]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]])
NETWORKS = {
    "q1": ("OR with (2, 1)", OR, True),
    "q2": ("XOR with (2, 1)", XOR, True),
    "q3": ("XOR with (2, 2, 1)", XOR, True),
    "q5": ("XOR with (2, 2, 1), no hidden sigmoid", XOR, False),
    "q6": ("XOR with (2, 3, 2, 1)", XOR, True),
    "q7": ("XOR with (2, 2, 2, 2, 2, 1)", XOR, True),
}
SIDE = 50
ALONG = torch.linspace(-0.5, 1.5, SIDE)


def outputs(weights, hidden_sigmoid):
    """What a network with these weights answers at each place of the grid."""
    values = torch.cartesian_prod(ALONG, ALONG).flip(1)
    for place, (weight, bias) in enumerate(weights):
        values = values @ weight.float().T + bias.float()
        if hidden_sigmoid or place == len(weights) - 1:
            values = torch.sigmoid(values)
    return values.reshape(SIDE, SIDE)


def of_experiment(question):
    title, truth, hidden_sigmoid = NETWORKS[question]

    @picture(f"{question}: {title}", needs=["experiment"])
    def what_it_learned(student):
        result = student.experiment(question)
        marks = [
            Area(ALONG, ALONG, outputs(result["weights"], hidden_sigmoid)),
            Dots(INPUTS[:, 0], INPUTS[:, 1], whose="", values=truth),
        ]
        note = f"blue is 1, red is 0; accuracy {float(result['accuracy']):g}"
        panels = [Panel(marks, note=note, x_label="first input", y_label="second input")]
        if question == "q3":
            costs = Curve([100 * place for place in range(len(result["costs"]))], result["costs"])
            panels.append(Panel([costs], title="q3: the cost while training", x_label="step", y_label="cost"))
        return panels

    return what_it_learned


q1, q2, q3, q5, q6, q7 = map(of_experiment, NETWORKS)


@picture("Gradients by layer, before training", needs=["build_network", "gradient_norms"])
def gradients_by_layer(student):
    model = student.build_network.options(seed=777)([2, 2, 2, 2, 2, 1])
    norms = student.gradient_norms(model, INPUTS, XOR)
    names = [f"layer {place}" for place in range(1, len(norms) + 1)]
    return Panel([Bars(names, norms)], note="q7: the first layers hardly learn", y_label="norm of the gradient")
