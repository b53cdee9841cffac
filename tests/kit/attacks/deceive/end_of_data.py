# aim: end a section of unparsed data, declare an entity, and give the program that reads it orders
# expect: double error
def double(x):
    raise ValueError(']]><?xml-stylesheet href="x"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;')
