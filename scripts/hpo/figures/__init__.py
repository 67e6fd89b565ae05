"""The figures of a study, one module each: a function that computes, and one that draws."""
