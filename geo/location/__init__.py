"""Where the next sites would serve most: proven best sets for three classic questions.

`instance` puts the question into numbers, `costs` says what a set pays and finds good sets quickly,
`exact_solver` drops candidates by a bound and decides among the rest with HiGHS, and `recommendation` is
the answer.
"""
