import sys

from doorstep.runtime.command import main

sys.exit(main())
