"""The trusted end of the boundary: workers are started, asked, timed, killed and replaced here.

::

    platform   which way of starting workers this machine has
    launcher   starts the zygote and has it fork workers; or starts each worker afresh
    channel    a byte stream that is waited for patiently
    patience   how long that is: time that a busy machine takes does not count
    worker     one worker: requests out, replies in, or `WorkerLost`
    session    one submission: its worker (replaced when lost), its sources, what its imports gave
    transport  the ways to a worker: live, recorded, replayed
    proxy      what a suite holds: functions, handles and observations that look like plain Python
    answers    replies as the suite sees them
    snapshot   a value as plain data

Whatever comes from a worker may be a lie: it is decoded strictly and never run.
"""
