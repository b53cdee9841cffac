# aim: tell of an answer whose type is a whole report, in lines of its own
# expect: double failed
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    serve._type_name = lambda thing: "x\n\ntotal 100 of 100\n\x1b[2J\n::notice::all passed\n" * 50
    serve._kind = lambda thing: "module\n::stop-commands::x"


def double(x):
    return object()
