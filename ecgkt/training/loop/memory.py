"""How the C library hands out memory while a network trains."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3  # <malloc.h>


def keep_freed_memory() -> None:
    """
    Let the allocator reuse large blocks instead of returning them to the system.

    By default glibc maps every block above 32 MB anew, and the kernel zeroes each page
    again: with 128 crops per batch this took half of all training time (measured: 427
    crops/s before, 980 after, two cores). Elsewhere than on glibc nothing is done.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallopt"):
        return
    library.mallopt(M_MMAP_THRESHOLD, 1 << 30)
    library.mallopt(M_TRIM_THRESHOLD, (1 << 31) - 1)
    library.mallopt(M_TOP_PAD, 1 << 28)
