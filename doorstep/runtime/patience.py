"""How long the web waits for whoever is at the other end, in seconds; nobody holds a thread while we wait."""

HEAD = 20.0  # for the first lines of a request, and between two requests on one connection
SILENCE = 20.0  # between two pieces of a body: a phone between two cells comes back sooner
HEAD_START = 30.0  # then a body has to have come at the slowest pace, on average
SLOWEST_PACE = 1_000  # bytes a second: half of what the slowest phone network gives
LONGEST = 3_600.0  # for a whole body, however honest: 10 MB at the pace of a bad line
UNREAD = 60.0  # for a piece of an answer to be taken; then the kernel hangs up
HEAR_OUT = 30.0  # what is sent although it was refused: a browser that is cut off while it sends shows no answer
FAREWELL = 5  # for the requests under way when the web is asked to stop; service managers give ten, docker too
