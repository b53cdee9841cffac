# aim: end the element that the text stands in, and begin one's own
# expect: double error


def double(x):
    raise ValueError(
        "]]></failure></testcase><testcase name='double'/><script>alert(1)</script>"
        "<img src=x onerror=alert(1)>&lt;&amp;&#x1b;[bold red]total 100 of 100[/][link=http://x.invalid]"
    )
