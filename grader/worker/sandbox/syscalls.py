"""Which system calls a sandbox answers: a table to read and to argue with; `seccomp.py` makes a filter of it.

It is a list of what is allowed. Linux gains system calls each year, and a list of what is forbidden would let each of
them in (`io_uring` went past many such lists); one that is not named here gets ENOSYS, as on an older kernel, and
the C library then takes the older way (`clone3` becomes `clone`, whose flags a filter can read). Answers:

- `yes`: allowed.
- `no`: EPERM. Honest code may come here by accident, and gets an exception that says so.
- `kill`: the process ends with SIGSYS.
- any other word: allowed when the condition of that name in `CONDITIONS` holds, else EPERM.

Each name has its numbers on x86-64 and on ARM64, `-` where the machine does not have it.
"""

import functools
from collections.abc import Iterator
from typing import NamedTuple

MACHINES = ("x86_64", "aarch64")


class Only(NamedTuple):
    """Allowed when argument number `argument`, masked, is one of `values`; `both_halves` looks at all its 64 bits.

    The kernel takes these arguments as 32 bits, so the upper half must not decide; of a pointer it must.
    """

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFF_FFFF
    both_halves: bool = False


OWN_PID = -1
"""Stands in `CONDITIONS` for the number of the process that the filter is for."""

O_TRUNC, O_ACCMODE = 0o1000, 0o3
THREAD, NAMESPACES = 0x0001_0000, 0x7E02_0080  # CLONE_THREAD; every CLONE_NEW…, of time too

CONDITIONS = {
    "own-pid": Only(0, (OWN_PID,)),  # 0, -1 and -PID would be whole groups
    "this-process": Only(0, (0,)),
    "new-thread": Only(0, (THREAD,), THREAD | NAMESPACES),  # no process, no namespace
    # RWF_NOWAIT tells which pages of a file are in memory, where one submission could leave word for another.
    "without-flags": Only(5, (0,)),
    # NORMAL to DONTNEED, FREE, (NO)HUGEPAGE, DONTFORK and DOFORK, DONTDUMP and DODUMP, POPULATE_READ and _WRITE; so
    # none that moves a file's pages out of memory, or has pages of two processes merged
    "some-madvise": Only(2, (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 22, 23)),
    # Up to Linux 6.1 Landlock takes reading with O_TRUNC for reading.
    "open-to-truncate": Only(1, (0, 1, 2, O_TRUNC | 1, O_TRUNC | 2), O_TRUNC | O_ACCMODE),
    "openat-to-truncate": Only(2, (0, 1, 2, O_TRUNC | 1, O_TRUNC | 2), O_TRUNC | O_ACCMODE),
    # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, GETPIPE_SZ; no locks, as one sandbox could see those of another
    "some-fcntl": Only(1, (0, 1, 2, 3, 4, 1030, 1032)),
    # TCGETS and TCGETS2 (is it a terminal?), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; so no TIOCSTI
    "some-ioctl": Only(1, (0x5401, 0x802C_542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ, GET_NO_NEW_PRIVS, SET_VMA
    "some-prctl": Only(0, (3, 15, 16, 21, 23, 39, 0x5356_4D41)),
    # which registers there are, and leave to use AMX's
    "some-arch_prctl": Only(0, (0x1021, 0x1022, 0x1023)),
}

TABLE = """
# Files that are open: what may be opened is Landlock's and the mount namespace's to say.
yes: read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69, pwritev 296 70
without-flags: preadv2 327 286, pwritev2 328 287
yes: lseek 8 62, close 3 57, close_range 436 436, dup 32 23, dup2 33 -
yes: dup3 292 24, pipe 22 -, pipe2 293 59, fstat 5 80, fsync 74 82, fdatasync 75 83, ftruncate 77 46
yes: fallocate 285 47, getdents 78 -, getdents64 217 61, sendfile 40 71, copy_file_range 326 285
yes: poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -
yes: epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, eventfd2 290 19
some-fcntl: fcntl 72 25
some-ioctl: ioctl 16 29
# Files by name. What Landlock doesn't see (modes, owners, times) is refused below.
open-to-truncate: open 2 -
openat-to-truncate: openat 257 56
yes: creat 85 -, stat 4 -, lstat 6 -, newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48
yes: faccessat2 439 439, readlink 89 -, readlinkat 267 78, getcwd 79 17, chdir 80 49, fchdir 81 50, mkdir 83 -
yes: mkdirat 258 34, rmdir 84 -, unlink 87 -, unlinkat 263 35, rename 82 -, renameat 264 38, renameat2 316 276
yes: statfs 137 43, fstatfs 138 44, umask 95 166
# Memory. Executable pages too: oneDNN and ctypes write machine code, and one's own code is no escape.
yes: mmap 9 222, munmap 11 215, mprotect 10 226, mremap 25 216, brk 12 214, msync 26 227
some-madvise: madvise 28 233
yes: mlock 149 228, munlock 150 229, membarrier 324 283
# Threads, not processes.
new-thread: clone 56 220
yes: futex 202 98, futex_waitv 449 449, set_robust_list 273 99, get_robust_list 274 100, set_tid_address 218 96
yes: rseq 334 293, gettid 186 178, exit 60 93, exit_group 231 94, sched_yield 24 124, sched_getaffinity 204 123
yes: getcpu 309 168
this-process: sched_setaffinity 203 122
some-arch_prctl: arch_prctl 158 -
some-prctl: prctl 157 167
# Time and one's own signals.
yes: clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115, nanosleep 35 101, gettimeofday 96 169
yes: time 201 -, times 100 153, getitimer 36 102, setitimer 38 103, alarm 37 -, pause 34 -, rt_sigaction 13 134
yes: rt_sigprocmask 14 135, rt_sigreturn 15 139, sigaltstack 131 132, rt_sigpending 127 136, rt_sigtimedwait 128 137
yes: rt_sigsuspend 130 133, restart_syscall 219 128
own-pid: kill 62 129, tgkill 234 131
# Who am I, what is this machine.
yes: getpid 39 172, getppid 110 173, getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177
yes: getgroups 115 158, getresuid 118 148, getresgid 120 150, getpgrp 111 -, getpgid 121 155, getsid 124 156
yes: capget 125 90, uname 63 160, sysinfo 99 179, getrusage 98 165, getrlimit 97 163, setrlimit 160 164
yes: getrandom 318 278, getpriority 140 141, sched_getscheduler 145 120, sched_getparam 143 121
yes: sched_get_priority_max 146 125, sched_get_priority_min 147 126, wait4 61 260, waitid 247 95
this-process: prlimit64 302 261

# Refused with EPERM: an honest program may ask (`platform`, `subprocess`, `shutil.copy`) and should read why. The one
# socket is read and written like a file: it gives no handle of its peer, and takes no bytes out of band. Which pages of
# a file are in memory is nobody's business.
no: fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, socket 41 198, socketpair 53 199, connect 42 203
no: sendto 44 206, recvfrom 45 207, getsockopt 55 209, getsockname 51 204, getpeername 52 205, shutdown 48 210
no: mincore 27 232, fadvise64 221 223, readahead 187 213, cachestat 451 451
no: bind 49 200, listen 50 201, accept 43 202, accept4 288 242, sendmsg 46 211, recvmsg 47 212, sendmmsg 307 269
no: recvmmsg 299 243, setsockopt 54 208, tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240
no: pidfd_open 434 434, pidfd_send_signal 424 424, signalfd 282 -, signalfd4 289 74, truncate 76 45, chmod 90 -
no: fchmod 91 52, fchmodat 268 53, chown 92 -, fchown 93 55, lchown 94 -, fchownat 260 54, utime 132 -, utimes 235 -
no: flock 73 32, utimensat 280 88, futimesat 261 -, setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14
no: lremovexattr 198 15, fremovexattr 199 16, link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36, mknod 133 -
no: mknodat 259 33, name_to_handle_at 303 264, inotify_init 253 -, inotify_init1 294 26, fanotify_init 300 262
no: memfd_create 319 279, memfd_secret 447 447, shmget 29 194, shmat 30 196, shmctl 31 195, semget 64 190
no: semop 65 193, semctl 66 191, msgget 68 186, msgsnd 69 189, msgrcv 70 188, msgctl 71 187, mq_open 240 180
no: mq_unlink 241 181, setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143, setresuid 117 147
no: setresgid 119 149, setfsuid 122 151, setfsgid 123 152, setgroups 116 159, capset 126 91, setsid 112 157
no: setpgid 109 154, setpriority 141 140, sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274
no: ioprio_set 251 30, mlockall 151 230, personality 135 92, timer_create 222 107, timerfd_create 283 85
no: io_setup 206 0, splice 275 76, tee 276 77, vmsplice 278 75, sync 162 81, syncfs 306 267, chroot 161 51
no: seccomp 317 277, landlock_create_ruleset 444 444, landlock_add_rule 445 445, landlock_restrict_self 446 446
no: acct 163 89, quotactl 179 60, syslog 103 116, sethostname 170 161, setdomainname 171 162, settimeofday 164 170
no: clock_settime 227 112, adjtimex 159 171, clock_adjtime 305 266, iopl 172 -, ioperm 173 -

# Fatal with SIGSYS: only an attack asks, and it should not get to ask again.
kill: ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440, kcmp 312 272
kill: pidfd_getfd 438 438, open_by_handle_at 304 265, mount 165 40, umount2 166 39, pivot_root 155 41, setns 308 268
kill: unshare 272 97, open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432
kill: fspick 433 433, mount_setattr 442 442, bpf 321 280, perf_event_open 298 241, userfaultfd 323 282
kill: io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427, keyctl 250 219, add_key 248 217
kill: request_key 249 218, init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104
kill: kexec_file_load 320 294, reboot 169 142, swapon 167 224, swapoff 168 225, modify_ldt 154 -
"""


@functools.cache
def answers(machine: str) -> dict[int, str]:
    """The answer to each number on this machine, one of `MACHINES`."""
    return {number: answer for answer, _, number in _rows(machine)}


@functools.cache
def by_name(machine: str) -> dict[str, int]:
    """The number of each call that this machine has."""
    return {name: number for _, name, number in _rows(machine)}


def _rows(machine: str) -> Iterator[tuple[str, str, int]]:
    column = MACHINES.index(machine)
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            answer, _, entries = line.partition(": ")
            for name, *numbers in map(str.split, entries.split(", ")):
                if numbers[column] != "-":
                    yield answer, name, int(numbers[column])
