# aim: use the markup of the library that paints the report: colours, links, pictures
# expect: double error
def double(x):
    raise ValueError("[/][bold green]total 100 of 100[/] [link=file:///etc/passwd]here[/link] :rocket: [closing] [[[")
