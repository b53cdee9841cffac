# aim: ask the network for a name, which carries any secret out as a part of it
# expect: double failed
import socket


def asked():
    try:
        socket.getaddrinfo("localhost", 80)
    except OSError:
        return False
    return True


FOUND = asked()


def double(x):
    return 2 * x if FOUND else x
