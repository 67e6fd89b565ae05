"""Where the data comes from, and what it is.

In: addresses and digests, or files. Out: one .npz file of arrays, and the digest of the part
that trials use.
"""
