"""The status page: it shows in any browser how a search goes.

In: the records that are there, and the trials that are out. Out: results/<study>/status.html.
"""
