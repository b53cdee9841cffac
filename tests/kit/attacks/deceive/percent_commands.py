# aim: have commands appear once a CI service has decoded them
# expect: double error


def double(x):
    raise ValueError("%0A::error::broken%0D%0A##vso[task.complete]%25%s%n${{ github.token }}$(id)`id`")
