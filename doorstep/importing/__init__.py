"""Files of leads come in, the way a person chose after seeing what would happen, and can be taken back.

`receiving` takes a file in, `survey` and `presets` suggest where its columns go, `shaping` makes a row a person,
`matching` finds who it is, `judging` says what becomes of it, `writing` writes many at once, `course` is the order of
it all: checked, run, paused, taken up again, undone (`undoing`).
"""
