"""Hints for the mistakes that any exercise invites."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    "hint_printed": _("The function returned None. `print` only shows a value; `return` gives it to the caller."),
    "hint_no_gradient": _(
        "The value is right, but no gradient can flow back: `.item()`, `.detach()`, `no_grad` and NumPy all stop it."
    ),
    "hint_single": _("float64 goes in, but float32 comes out. Which line changes the dtype?"),
    "hint_double": _("float32 goes in, but float64 comes out. Which line changes the dtype?"),
    "hint_a_list": _("The answer is a list of numbers. Can you keep it a tensor?"),
    "hint_a_number": _("The answer is a plain number. Can you keep it a tensor?"),
    "hint_setting": _("Your code changes a setting of torch for all code that runs after it. Does it need to?"),
    "hint_looking": _("Your code changes the model: its mode, its gradients or what is frozen. Does it need to?"),
    "hint_first_rows": _("Your code uses only the first few rows. How many rows does the data have?"),
}
