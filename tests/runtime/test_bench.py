"""The bare page of the bench is served by our own server, which may know no model of ours."""

import os
import subprocess
import sys

from tests.migrated import ROOT
from tests.runtime.processes import KEY

LOADED = "from bench import bare; from doorstep.runtime.web import _load_once; _load_once('bench.bare')"


def test_the_bare_page_of_the_bench_can_be_served(tmp_path: object) -> None:
    told = {"DATABASE_URL": "postgresql:///none", "DOORSTEP_HOME": str(tmp_path), "SECRET_KEY": KEY}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
