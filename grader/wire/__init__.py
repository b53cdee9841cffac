"""The wire: the only thing that the trusted and the untrusted side share.

::

    frame   = total length (u32) | header length (u32) | header | blobs
    header  = msgpack of [lengths of the blobs, message]
    message = one of the structs in `messages`, its values as the nodes of `values`

A frame is read strictly: lengths are bounded before anything is allocated, the header is checked against the
message's schema, and what a node says of a blob must agree with the blob. Nothing on the wire can name code.
"""
