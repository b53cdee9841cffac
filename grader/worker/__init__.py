"""The untrusted side: everything here runs in a process that a submission may do with as it likes.

::

    trusted process ──starts──▶ zygote ──forks──▶ worker (one a submission; replaced when lost)
           │                      ▲                  ▲
           ├──── fork, reap ──────┘                  │
           └──── requests, replies ──────────────────┘

The zygote starts with an empty environment, from a private copy of this package and of `grader.wire` (so not even
the path of the project is in its memory), imports torch and NumPy, and then only forks and reaps. A worker gets its
socket by descriptor and the student's source by message, enters the sandbox, and answers requests until its socket
closes. What it says is data to the trusted side, and may be a lie.

Where forking is not possible, a fresh process is started for each worker and speaks the same wire over its pipes.
"""
