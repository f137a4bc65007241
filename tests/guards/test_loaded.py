"""What a process has read before it answers or works: nothing may depend on which page was opened first."""

import os
import subprocess
import sys
from pathlib import Path

SET_UP = "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'doorstep.config.settings'; django.setup(); "


def printed(code: str, home: Path) -> str:
    environ = os.environ | {"DOORSTEP_HOME": str(home)}
    answer = subprocess.run(
        [sys.executable, "-c", SET_UP + code], env=environ, capture_output=True, text=True, check=True, timeout=60
    )
    return answer.stdout.strip()


def test_a_worker_knows_what_the_file_of_a_bulk_invitation_names(tmp_path: Path) -> None:
    code = "from doorstep.tenancy.work import WORK_KINDS; print('clients.invite' in WORK_KINDS)"
    assert printed(code, tmp_path) == "True"


def test_the_pages_of_errors_are_read_before_the_server_forks(tmp_path: Path) -> None:
    """Newer code laid in place under a running process changes nothing that it answers."""
    code = (
        "from doorstep.runtime import web; web._load_once(web.APPLICATION); before = set(sys.modules); "
        "from django.urls import get_resolver; from django.middleware.csrf import _get_failure_view; "
        "[get_resolver(urls).resolve_error_handler(status) for status in (400, 403, 404, 500) "
        "for urls in ('doorstep.config.urls', 'doorstep.config.urls_without_business')]; _get_failure_view(); "
        "print('doorstep.config.faults' in before, sorted(set(sys.modules) - before))"
    )
    assert printed(code, tmp_path) == "True []"
