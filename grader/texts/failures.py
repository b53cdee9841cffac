"""Why a test gave no points: a sentence for each kind of failure, the values in it, and notes to the instructor."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── expected and got; the spaces put the two apart on one line, or below each other
    "mismatch": _("expected %(expected)s    got %(got)s"),
    # Translators: %(note)s says where and how the two differ.
    "mismatch_note": _("expected %(expected)s    got %(got)s    (%(note)s)"),
    "mismatch_long": _("expected %(expected)s\ngot      %(got)s"),
    "mismatch_long_note": _("expected %(expected)s\ngot      %(got)s\n(%(note)s)"),
    "only_expected": _("expected %(expected)s"),
    "only_got": _("got %(got)s"),
    # Translators: %(names)s are parameters, such as `x` and `y`.
    "strided": _("(not contiguous in memory: %(names)s)"),
    # ── what the call printed, in the lines below
    "printed": _("Your code printed:"),
    "printed_more": Plural("… and %(count)d more line", "… and %(count)d more lines"),
    # ── where and how they differ
    # Translators: %(place)s is a position such as [1][0, 2].
    "difference_place": _("at %(place)s"),
    # Translators: %(count)d is how many numbers of all differ.
    "difference_at": Plural(
        "at %(place)s: expected %(expected)s, got %(got)s; %(count)d of %(all)d differs",
        "at %(place)s: expected %(expected)s, got %(got)s; %(count)d of %(all)d differ",
    ),
    # Translators: %(name)s is the course's name for a value, such as "gradient for W".
    "place_name": _("the %(name)s"),
    "shapes_differ": _("expected shape %(expected)s, got shape %(got)s"),
    "sign_wrong": _("the sign is wrong"),
    "all_zero": _("all numbers are zero"),
    # Translators: in all of these, %(factor)s is a number such as 2 or 1.5.
    "too_large": _("%(factor)s times too large"),
    "too_small": _("%(factor)s times too small"),
    "each_too_large": _("each %(factor)s times too large"),
    "each_too_small": _("each %(factor)s times too small"),
    "too_large_and_sign": _("%(factor)s times too large, and the sign is wrong"),
    "too_small_and_sign": _("%(factor)s times too small, and the sign is wrong"),
    "each_too_large_and_sign": _("each %(factor)s times too large, and the sign is wrong"),
    "each_too_small_and_sign": _("each %(factor)s times too small, and the sign is wrong"),
    # ── values
    # Translators: a list that goes on; %(items)s are its first items, %(count)d is how many it has in all.
    "items_and_more": _("%(items)s, … (%(count)d in all)"),
    "tensor_empty": _("an empty tensor of shape %(shape)s"),
    # Translators: %(rows)s are its first rows.
    "tensor_large": _("a %(shape)s tensor that starts with %(rows)s"),
    "tensor_large_of": _("a %(shape)s tensor (%(dtype)s) that starts with %(rows)s"),
    # Translators: in all of these, %(form)s is a sort of thing, such as "a float", and %(value)s is its value.
    "typed": _("%(form)s: %(value)s"),
    "form_tensor": _("a %(shape)s tensor of %(dtype)s"),
    "form_tensor_0d": _("a 0-d tensor of %(dtype)s"),
    "form_array": _("a NumPy array of shape %(shape)s"),
    "form_float": _("a float"),
    "form_int": _("an int"),
    "form_bool": _("a bool"),
    "form_text": _("a str"),
    "form_list": Plural("a list of %(count)d item", "a list of %(count)d items"),
    "form_tuple": Plural("a tuple of %(count)d item", "a tuple of %(count)d items"),
    "form_size": _("a torch.Size"),
    "form_dict": Plural("a dict with %(count)d key", "a dict with %(count)d keys"),
    # Translators: %(type)s is the name of a class.
    "form_instance": _("a %(type)s"),
    "form_thing": _("an object of class %(type)s"),
    "form_unknown": _("an object"),
    "dtype": _("dtype %(dtype)s"),
    "dtype_of": _("dtype %(dtype)s: %(value)s"),
    "one_number": _("one number, %(value)s"),
    "one_number_tensor": _("one number as a tensor, %(value)s"),
    "key": _("the key %(key)s"),
    # Translators: %(keys)s is a list with commas between the keys.
    "keys": _("only the keys %(keys)s"),
    "keys_none": _("an empty dict"),
    "no_exception": _("no exception"),
    # ── a likely mistake
    "guess_returned_none": _(
        "The function returned None. `print` only shows a value; `return` gives it to the caller."
    ),
    "guess_broadcast_square": _("Two shapes may have been broadcast to a square: print both shapes."),
    "guess_left_torch": _("Did you use a NumPy array or a list of Python floats on the way?"),
    "guess_parameters": _(
        "The call does not fit the parameters of your function. Keep those of the stub, with their names and in their "
        "order; parameters of your own need defaults."
    ),
    "guess_in_place": _(
        "An operation in place (`+=`, `*=`, or a method whose name ends in `_`) writes into a tensor that autograd "
        "still needs. Make a new tensor instead."
    ),
    "guess_graph_twice": _(
        "The second `backward()` goes through something that was computed before the first one. Compute everything "
        "that depends on the weights anew for each update, and write into none of the tensors that you were given."
    ),
    "guess_notebook_line": _(
        "Only a notebook understands this line, and your work is graded as a Python file. Delete the line."
    ),
    # ── what helps with an exception or a hang, whatever the exercise
    "advice_did_you_mean": _("Did you mean `%(name)s`?"),
    # Translators: %(code)s is a line of Python that imports %(name)s.
    "advice_import": _("Is `%(name)s` imported? `%(code)s` at the top of the file would do it."),
    "advice_unknown_name": _(
        "Nothing is called `%(name)s` here. Is it spelled as where you gave it a value, or is it not imported?"
    ),
    "advice_unbound": _(
        "`%(name)s` has no value yet on the way to this line. Which lines give it one, and do they always run?"
    ),
    "advice_no_attribute": _("`%(type)s` has nothing called `%(name)s`. How is it spelled in the documentation?"),
    "advice_no_attribute_of_number": _(
        "This is a Python number (%(type)s), and `%(name)s` belongs to tensors. Which step made a number of your "
        "tensor?"
    ),
    "advice_no_parameter": _("`%(function)s` has no parameter called `%(name)s`."),
    # Translators: %(parameters)s is a list of names with commas between them.
    "advice_takes": _("Your `%(function)s` takes (%(parameters)s). Do you pass all of these, and no more?"),
    # Translators: both are names of parameters.
    "advice_renamed": _("The stub has a parameter `%(name)s`, and your function does not. Is it your `%(own)s`?"),
    "advice_left_out": _("The stub has a parameter `%(name)s`, and your function does not."),
    "advice_unused": _("Your code never uses the `%(name)s` that it is given. Does the answer depend on it?"),
    "advice_not_callable": _(
        "Parentheses call what stands before them, and this is no function. Is a `*` missing, is there a pair of "
        "parentheses too many, or does a variable have a function's name?"
    ),
    "advice_grad_is_none": _(
        "`.grad` is None here. Only a tensor that you made with `requires_grad=True` gets a `.grad`, and only when "
        "`backward()` runs. `W = W - …` makes a new tensor, which has none."
    ),
    "advice_nothing_returned": _(
        "Something in this line is None. A function without `return` gives None, and so does `.grad` before "
        "`backward()`."
    ),
    "advice_no_graph": _(
        "`backward()` finds nothing that asks for a gradient. Do your weights have `requires_grad=True`, and does "
        "every step from them to the cost stay in torch?"
    ),
    "advice_not_one_number": _(
        "`backward()` starts at one number, and this is one for each example. Which step makes one of them?"
    ),
    "advice_numpy_of_grad": _("Autograd cannot follow NumPy. Which operation of torch does the same?"),
    "advice_not_a_leaf": _(
        "An optimizer moves only tensors that you made yourself with `requires_grad=True`, and this one was "
        "computed from others."
    ),
    "advice_no_parameters": _(
        "The optimizer gets nothing to move: the module knows of no parameters. Are its layers attributes that "
        "`__init__` makes, and not in a plain list?"
    ),
    "advice_before_init": _(
        "A module has to be set up before it can hold layers. What does `__init__` have to call first?"
    ),
    # Translators: both are shapes such as 3x1.
    "advice_product": _(
        "A matrix product needs as many columns on its left as rows on its right. Here the left is %(left)s and "
        "the right is %(right)s: is their order right?"
    ),
    "advice_broadcast": _(
        "Two shapes fit if each axis has the same size in both, or size 1 in one of them. Axis %(axis)s has size "
        "%(one)s in the first tensor, and %(other)s in the second. Print both shapes."
    ),
    "advice_target": _(
        "The prediction has shape %(prediction)s and the target has shape %(target)s. Which step has changed one "
        "of them?"
    ),
    "advice_stack": _(
        "The tensors have different shapes, such as %(one)s and %(other)s. Which shape should each have?"
    ),
    "advice_cat": _(
        "Joined tensors may differ in size only along axis %(axis)s. Print the shapes: which axis do you mean?"
    ),
    "advice_reshape": _("%(count)s numbers do not fill the shape %(shape)s. How many would it hold?"),
    "advice_item": _(
        "A tensor of %(count)s numbers cannot become one Python number. Which step should make one of them?"
    ),
    "advice_few_axes": _("The tensor has fewer axes than this line expects. Print its shape."),
    "advice_index": _(
        "Axis %(axis)s has size %(size)s, and its positions begin at 0, so there is no position %(index)s. Where "
        "does your loop end?"
    ),
    "advice_dtypes": _("Two tensors have different dtypes. Which of them did you make, and with which dtype?"),
    "advice_raise_left": _(
        "Line %(line)d, in `%(function)s`, still raises NotImplementedError. Delete that line: your own code takes "
        "its place."
    ),
    "advice_main": _(
        "Line %(line)d runs whenever the file is imported, and it fails. Put your own trials under `if __name__ == "
        '"__main__":`.'
    ),
    "advice_outside": _("Line %(line)d is outside of any function. Is it indented like the lines of its function?"),
    # Translators: %(names)s is a list of names with commas between them.
    "advice_same_forever": _(
        "Nothing in the loop of line %(line)d changes %(names)s, so its condition stays true for ever."
    ),
    "advice_no_way_out": _("The loop of line %(line)d has no way out: no `break`, and no `return`."),
    # Translators: %(parameters)s is a list of `moved_one`, with commas between them.
    "moved": _("your parameters are in another order than in the stub: %(parameters)s"),
    # Translators: both are names of parameters.
    "moved_one": _("`%(got)s` got the value for `%(expected)s`"),
    # ── what is not there where the code is graded
    "guess_no_module": _(
        "Python did not find this module where your work is graded. It is a library that is not installed there, or a "
        "file that you did not hand in. The exercises need torch, NumPy and Python's own library; a file of your own "
        "belongs beside the file that imports it."
    ),
    "guess_no_gpu": _(
        'There is no GPU where your work is graded. Use the CPU, or ask first: `"cuda" if torch.cuda.is_available() '
        'else "cpu"`.'
    ),
    "guess_no_keyboard": _(
        "Nobody types an answer while your work is graded. Give the value as an argument instead of calling `input`."
    ),
    "guess_no_file": _(
        "Only Python files are handed in: a data file of yours is not there where your work is graded. Write the data "
        'into your code, or open the file only under `if __name__ == "__main__":`.'
    ),
    "guess_no_access": _(
        "Your code can write files only in its own folder where it is graded, and can read no files of that machine."
    ),
    "guess_not_possible": _(
        "This is not possible where your work is graded: there are no other processes and no network. Do the work in "
        "one process (`num_workers=0`, no `multiprocessing`, `subprocess` or `asyncio`), and download nothing."
    ),
    # ── what a call does besides answering
    # Translators: %(names)s is a list of arguments and settings.
    "changed": _("expected the call to change nothing, but it changed %(names)s"),
    "written_into": _("expected the call to leave its arguments unchanged, but it wrote into one of them"),
    "no_gradient": _("expected a gradient for %(name)s, got none: no gradient can flow back to %(name)s"),
    # ── the answer as a whole
    "asserted": _("this is not the expected answer"),
    "malformed": _("the answer does not have the expected form"),
    # Translators: %(error)s is an exception and its message.
    "malformed_because": _("the answer does not have the expected form (%(error)s)"),
    "unstable": _("the answer changes from one call to the next, with the same arguments"),
    # ── the student's code ended otherwise
    "raised": _("an exception was raised"),
    # Translators: a line of a traceback.
    "traceback_line": _("%(file)s, line %(line)d"),
    "traceback_line_in": _("%(file)s, line %(line)d, in %(function)s"),
    "recursion": _("and so on: the function keeps calling itself"),
    "calls_stub": _("it calls `%(name)s`, which is not written yet"),
    "undefined": _("`%(name)s` is not defined in %(file)s"),
    "undefined_but_near": _(
        "`%(name)s` is not defined in %(file)s, but `%(near)s` is; the tests look for exactly `%(name)s`"
    ),
    "not_callable": _("`%(name)s` should be a function or a class, but it is an object of class %(type)s"),
    "not_a_module": _("expected an nn.Module, got an object of class %(type)s"),
    # Translators: %(problem)s is a technical message in English.
    "unsupported": _("the answer is too large or too deeply nested to be read (%(problem)s)"),
    "wrong_answer_shape": _(
        "the gradients cannot be computed: expected an answer of shape %(expected)s, got one of shape %(got)s"
    ),
    "hung": _("no answer within %(seconds)g s: a loop never ends, or the code is too slow"),
    "hung_long": _("no answer in time"),
    "out_of_time": _("no time is left: this section, or the whole submission, has used up its time"),
    "test_hung": _("the test as a whole took too long"),
    # Translators: in all of these, the process is the one that runs the student's code.
    "crashed_ended": _("the process ended"),
    "crashed_halfway": _("the process stopped in the middle of an answer"),
    "crashed_status": _("the process ended with exit status %(status)s"),
    "crashed_signal": _("the process was ended by %(signal)s"),
    "crashed_SIGSEGV": _(
        "the process was ended by SIGSEGV (it used memory that is not its own; often endless recursion)"
    ),
    "crashed_SIGKILL": _("the process was ended by SIGKILL (often: too much memory)"),
    "crashed_SIGXCPU": _("the process was ended by SIGXCPU (too much computing time)"),
    "crashed_SIGSYS": _("the process was ended by SIGSYS (a system call that is not allowed)"),
    "crashed_SIGABRT": _("the process was ended by SIGABRT (it stopped itself after an error)"),
    "crashed_lied": _("what the process sent back is not an answer"),
    # Translators: %(problem)s is a technical message in English.
    "crashed_lied_how": _("what the process sent back is not an answer: %(problem)s"),
    "crashed_import": _("the process ended while the file was being imported"),
    # ── the file as a whole
    "empty_file": _("%(file)s is empty"),
    "missing_file": _("%(file)s is missing from the submission"),
    # Translators: in these two, %(near)s is the name of a file that is there.
    "missing_near": _(
        "%(file)s is missing from the submission, but there is %(near)s. If that is it, rename it to %(file)s."
    ),
    "missing_notebook": _(
        "%(file)s is missing from the submission, but there is the notebook %(near)s. If that is it, rename it to "
        "%(wanted)s."
    ),
    "unreadable_file": _("the file cannot be read"),
    "import_failed": _("%(file)s cannot be imported"),
    "import_hung": _("%(file)s cannot be imported: its code outside of functions did not finish"),
    "import_hung_within": _(
        "%(file)s cannot be imported: its code outside of functions did not finish within %(seconds)g s"
    ),
    # ── not run
    "needs_exercise": _("not run: this counts once `%(exercise)s` is written"),
    "needs_another_test": _("not run: another test of `%(exercise)s` has to pass first"),
    # Translators: of several tests that give points together.
    "not_together": Plural("%(count)d of these tests does not pass", "%(count)d of these tests do not pass"),
    "hung_before": Plural(
        "not run: `%(exercise)s` has already run out of time once",
        "not run: `%(exercise)s` has already run out of time %(count)d times",
    ),
    "not_run_interrupted": _("not run: the grading was interrupted"),
    # ── forbidden calls
    # Translators: %(code)s is a piece of the student's code; `it` is that call.
    "forbidden": _("`%(code)s` does in one call what this exercise asks you to write yourself"),
    "forbidden_alias": _(
        "`%(code)s` is `%(operation)s`, which does in one call what this exercise asks you to write yourself"
    ),
    "forbidden_somewhere": _("a call here does at once what this exercise asks you to write yourself"),
    "forbidden_ran": _(
        "`%(operation)s` ran here, and it does in one call what this exercise asks you to write yourself"
    ),
    "forbidden_hidden": _(
        "`%(code)s` could hide a forbidden call, so it cannot be checked; call the function by its own name"
    ),
    # Translators: a place in the student's code, and what is wrong there.
    "at_line": _("line %(line)d: %(problem)s"),
    "at_line_of": _("%(file)s, line %(line)d: %(problem)s"),
    "and_more": Plural("and %(count)d more", "and %(count)d more"),
    # ── what a failure may follow from
    # Translators: %(exercises)s is one name, or a list of names made by `and`.
    "causes": _("this may follow from %(exercises)s"),
    # Translators: the end of a list of names: %(items)s has commas between its names.
    "and": _("%(items)s and %(last)s"),
    # ── messages that had no room
    "left_out": _("left out: the messages above are already as long as allowed"),
    # ── notes to the instructor
    # Translators: in all of these, %(exercise)s is the name of an exercise or of a section.
    "note_unclear": _(
        "%(exercise)s, %(file)s, line %(line)d: `%(code)s` could hide a forbidden call (%(names)s); it cost no points"
    ),
    "note_threads": _("%(exercise)s starts threads of its own"),
    "note_blinded": _(
        "%(exercise)s: the operations that ran could not be recorded, so a forbidden call may be among them"
    ),
    # Translators: %(names)s is a list of functions with commas between them.
    "note_changed": _("%(exercise)s replaces functions that do not belong to it: %(names)s"),
    "note_cell": _(
        "code cell %(cell)s of %(file)s ended with %(code)s on its line %(line)s; the cells after it were run"
    ),
    "note_sandbox": _("the sandbox is incomplete here: the layer `%(layer)s` does not hold"),
    # Translators: %(kind)s is a technical word.
    "note_other": _("%(exercise)s: %(kind)s"),
}
