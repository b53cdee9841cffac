"""Public tests of s5_logistic_regression: the lecture's six students, and a few laws."""

import torch
from hypothesis import given, settings

from grader.suite import a_float, close_to, exactly, exercise, gradients, numbers, one_number, tensors

HOURS = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
PASSED = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
ZEROS = torch.zeros(2, 1), torch.zeros(1)
HALVES = torch.full((6, 1), 0.5)

PRINTOUT = torch.tensor([[0.4103], [0.9242], [0.2300], [0.9411], [0.1772]])
"""The five probabilities that the lecture prints when it evaluates the model."""

# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the data of the lecture's six students",
    hint="There are six rows of two numbers, and six rows of one label. Are all numbers float32?",
)
def test_training_data_is_the_lectures(submission):
    assert submission.training_data() == exactly((HOURS, PASSED))


# sigmoid ------------------------------------------------------------------------------------------------------------


@exercise(
    "sigmoid",
    points=1,
    title="is 0.5 at 0, 0.7311 at 1 and 0.2689 at -1",
    hint="For a large z the answer is near 1, and for a very negative z it is near 0. Is yours?",
)
def test_sigmoid_of_the_lectures_numbers(submission):
    expected = torch.tensor([[0.5], [0.7311], [0.2689]])
    assert submission.sigmoid(torch.tensor([[0.0], [1.0], [-1.0]])) == close_to(expected, atol=1e-4)


@exercise(
    "sigmoid",
    points=1,
    title="adds up to 1 for z and -z",
    hint="Where does the `1 +` belong: inside the denominator or outside?",
)
@given(z=tensors((3,), numbers(-10, 10)))
@settings(max_examples=20)
def test_sigmoid_of_z_and_of_minus_z_add_up_to_1(submission, z):
    there, back = submission.sigmoid.map([(z,), (-z,)])
    assert there == close_to(torch.sigmoid(z))
    assert there + back == close_to(torch.ones(3))


@exercise(
    "sigmoid",
    points=0,
    title="bonus: value and gradient are finite up to 10000",
    hint="`exp` of a large number is inf. Which of the two formulas is safe for positive z, and which for negative z?",
)
@given(z=tensors((2,), numbers(-10000, 10000).filter(bool)))
def test_sigmoid_stays_finite_out_to_10000(submission, z):
    z = torch.cat([z, torch.tensor([-10000.0, 10000.0])])
    h = torch.sigmoid(z.double())
    flow = submission.sigmoid.gradients(z.requires_grad_())
    assert flow.answer == close_to(h.float())
    assert flow == gradients({"z": (h * (1 - h)).float()})


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=1,
    title="is one half for every student if all weights are 0",
    hint="What is the sigmoid of 0? The answer has one row for each student.",
)
def test_hypothesis_with_zero_weights_is_one_half(submission):
    assert submission.hypothesis(HOURS, *ZEROS) == close_to(HALVES)


@exercise(
    "hypothesis",
    points=1,
    title="is the sigmoid of x @ W + b",
    hint="There are three steps: the matrix product, the bias, the sigmoid. Which of them differs in your code?",
)
@given(W=tensors((2, 1), numbers(-1, 1)), b=tensors((1,), numbers(-2, 2)))
@settings(max_examples=20)
def test_hypothesis_is_the_sigmoid_of_the_score(submission, W, b):
    assert submission.hypothesis(HOURS, W, b) == close_to(torch.sigmoid(HOURS @ W + b))


# bce_losses ---------------------------------------------------------------------------------------------------------


@exercise(
    "bce_losses",
    points=1,
    title="is 0.6931 for each student if h is one half",
    hint="There is one loss for each row. Do you use the natural logarithm, and the minus sign?",
)
def test_bce_losses_of_one_half(submission):
    assert submission.bce_losses(HALVES, PASSED) == close_to(torch.full((6, 1), 0.6931), atol=1e-4)


@exercise(
    "bce_losses",
    points=1,
    title="is small where h is close to y, and large elsewhere",
    hint="For y = 1 the loss is -log(h). Which term remains for y = 0?",
)
def test_bce_losses_is_small_where_h_is_near_y(submission):
    h = torch.tensor([[0.9], [0.9], [0.2], [0.2]])
    y = torch.tensor([[1.0], [0.0], [1.0], [0.0]])
    expected = torch.tensor([[0.1054], [2.3026], [1.6094], [0.2231]])
    assert submission.bce_losses(h, y) == close_to(expected, atol=1e-4)


# bce_cost -----------------------------------------------------------------------------------------------------------


@exercise(
    "bce_cost",
    points=1,
    title="is the mean of the losses",
    hint="The cost is one number that does not grow with the number of students. Is yours a sum or a mean?",
)
def test_bce_cost_is_the_mean_of_the_losses(submission):
    h = torch.tensor([[0.5], [0.9]])
    assert submission.bce_cost(HALVES, PASSED) == one_number(0.6931, dtype=torch.float32, atol=1e-4)
    assert submission.bce_cost(h, torch.tensor([[0.0], [1.0]])) == one_number(0.3993, torch.float32, atol=1e-4)


# bce_with_logits ----------------------------------------------------------------------------------------------------


@exercise(
    "bce_with_logits",
    points=1,
    title="is the cost of the sigmoid of the logits",
    hint="If z = 0, the probability is one half. What is the cost then?",
)
def test_bce_with_logits_is_the_cost_of_the_sigmoid(submission):
    z = torch.tensor([[0.0], [2.0], [-1.0]])
    y = torch.tensor([[1.0], [1.0], [1.0]])
    assert submission.bce_with_logits(z, y) == one_number(0.7111, torch.float32, atol=1e-4)


@exercise(
    "bce_with_logits",
    points=1,
    title="is 1000 for a wrong logit of 1000",
    hint="`exp(1000)` is inf, and the sigmoid of 1000 is exactly 1. Did you simplify the formula first?",
)
def test_bce_with_logits_of_a_large_logit(submission):
    z = torch.tensor([[1000.0], [-1000.0]])
    assert submission.bce_with_logits(z, torch.tensor([[0.0], [1.0]])) == one_number(1000.0, torch.float32)


# gradients ----------------------------------------------------------------------------------------------------------


@exercise(
    "gradients",
    points=2,
    title="gives the lecture's first step",
    hint="The gradients have the shapes (n, 1) and (1,). Are yours means over the students?",
)
def test_gradients_at_zero_weights(submission):
    expected = torch.tensor([[-0.75], [-1 / 6]]), torch.tensor([0.0])
    assert submission.gradients(*ZEROS, HOURS, PASSED) == close_to(expected)


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=1,
    title="starts with the costs 0.6931, 0.6475 and 0.6310",
    hint="Do all weights start at zero? Do you record each cost before its update?",
)
def test_train_starts_with_the_right_costs(submission):
    W, b, costs = submission.train(HOURS, PASSED, lr=0.1, epochs=3)
    assert costs == close_to([0.69315, 0.64750, 0.63101], atol=1e-4)
    assert (W, b) == close_to((torch.tensor([[0.1475], [0.0062]]), torch.tensor([-0.0182])), atol=1e-3)


@exercise(
    "train",
    points=1,
    title="reaches a cost of 0.0199 after the lecture's 1000 epochs",
    hint="By default the learning rate is 1.0 and there are 1000 epochs. How many costs does your function return?",
)
def test_train_ends_with_the_lectures_cost(submission):
    W, b, costs = submission.train(HOURS, PASSED)
    assert (len(costs), costs[-1]) == close_to((1000, 0.01987), rtol=0.01)
    assert (W, b) == close_to((torch.tensor([[3.252], [1.517]]), torch.tensor([-14.478])), rtol=0.01)


# predict ------------------------------------------------------------------------------------------------------------


@exercise(
    "predict",
    points=1,
    title="is True from one half upwards",
    hint="The answer is a bool tensor. What should it say if the probability equals the threshold?",
)
def test_predict_says_yes_from_one_half_on(submission):
    expected = torch.tensor([[False], [True], [False], [True], [False]])
    assert submission.predict(PRINTOUT) == exactly(expected)
    assert submission.predict(torch.tensor([[0.5]])) == exactly(torch.tensor([[True]]))


# accuracy -----------------------------------------------------------------------------------------------------------


@exercise(
    "accuracy",
    points=1,
    title="is the share of right predictions",
    hint="The answer is a float from 0.0 to 1.0. How many rows are right, and how many are there?",
)
def test_accuracy_is_the_share_of_right_answers(submission):
    prediction = torch.tensor([[False], [True], [True], [False]])
    assert submission.accuracy(prediction, torch.tensor([[0.0], [1.0], [0.0], [0.0]])) == a_float(0.75)
