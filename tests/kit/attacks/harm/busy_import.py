# aim: loop for ever before there is anything to call
# expect: all timeout
# says: cannot be imported

while True:
    pass
