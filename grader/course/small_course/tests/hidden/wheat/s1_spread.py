"""Right ways to fill in s1_spread that are not the reference's."""

from grader.suite import wheat

wheat("center", ["return x - x.sum() / len(x)", "return torch.sub(x, torch.mean(x, dim=0))"])
wheat("spread", ["d = x - x.mean()\nreturn (d @ d) / len(x)", "return sum(center(x) ** 2) / x.numel()"])
