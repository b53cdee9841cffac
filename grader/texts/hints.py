"""Hints in steps: a question, then the numbers of the call that failed, then what to read."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    "hint_title": _("Hint %(step)d of %(last)d: %(exercise)s (%(section)s)"),
    # Translators: these are questions to a student, each about one kind of mistake.
    "question_none": _("Does every way through your function end with a `return`?"),
    "question_sign": _("The size is right and the sign is not. Which two things do you subtract the other way round?"),
    "question_factor": _(
        "Your answer is the right one, times one number. Where in your code could that number come from?"
    ),
    "question_value": _("Work this call out by hand. At which step does your code do something else?"),
    "question_shape": _("Which shape does the docstring ask for? What is the `.shape` on each line of your function?"),
    "question_form": _("What kind of value does the docstring ask for? What kind does your `return` line give?"),
    "question_dtype": _("What is the `.dtype` on each line of your function, and on which line does it change?"),
    "question_gradient": _("On which line does the value leave torch, so that no gradient can flow back?"),
    "question_changed": _("Which of your lines writes into an argument, instead of making a new tensor?"),
    "question_raised": _("Read the error's last line first. What are the values on the line of yours that it names?"),
    "question_hung": _("Which of your loops may never end when it gets these arguments?"),
    "question_forbidden": _("How would you calculate this with only the operations that the docstring allows?"),
    "question_unstable": _("What in your function may be different from one call to the next?"),
    "question_other": _("What does the docstring promise for this call, and what does your function do instead?"),
    # ── the numbers
    "hint_formula": _("The docstring's formula:"),
    "hint_formulas": _("The docstring's formulas:"),
    "hint_by_hand": _("With the numbers of this call it gives %(expected)s. Your function gives %(got)s."),
    "hint_compare": _("Right for this call is %(expected)s. Your function gives %(got)s."),
    "hint_factor": _("Your number is the right one times %(factor)s."),
    "hint_factor_all": _("Each of your numbers is the right one times %(factor)s."),
    "hint_rows": _("%(rows)d is also the number of rows of `%(name)s`."),
    "hint_look": _("Look at %(file)s, line %(line)d: `%(code)s`"),
    # ── what to read
    "hint_docstring": _("Read the docstring of %(exercise)s once more:"),
    "hint_reading": _("Then read: %(reading)s"),
    "hint_lecture": _("In the lecture: %(title)s"),
    # ── around them
    "hint_more": _("For more, ask again: %(command)s"),
    "hint_todo": _("You have not written it yet. To do: %(todo)s"),
    "hint_not_written": _("You have not written it yet."),
    "hint_no_need": _("Nothing to hint at: all public tests of these exercises pass."),
    "help_hint": _(
        "Give a hint for an exercise that does not pass yet. Ask again for more: first a question, then the numbers of "
        "the call that failed, then what to read.\n\n"
        "Examples:  grader hint  ·  grader hint s3 gradient  ·  grader hint s3 gradient --step 2"
    ),
    "help_hint_what": _("A section, an exercise, or both, such as s3 cost. Default: the first that does not pass."),
    "help_hint_step": _("This hint, 1 to 3, whichever was given before."),
}
