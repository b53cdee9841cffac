import ast
class Source:
    def __init__(self, text, name):
        self.text=text; self.name=name
        try: self.tree=ast.parse(text)
        except SyntaxError: self.tree=None
def is_stub(source,name):
    for s in reversed(source.tree.body if source.tree else []):
        if isinstance(s,(ast.FunctionDef)) and s.name==name:
            b=[x for x in s.body if not(isinstance(x,ast.Expr) and isinstance(x.value,ast.Constant))]
            return len(b)==1 and isinstance(b[0],ast.Raise)
    return False
def breaches(*a): return []
def message(b): return ""
def with_helpers(s,n): return ""
