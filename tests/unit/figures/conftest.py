"""The tests of the figures; `drawn`, beside this file, holds what they share."""
