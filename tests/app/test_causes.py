"""What the system refuses is said in the user's language, and nothing about it is lost in the record."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.causes import Cause, cause_of
from app.documents.issue import publish
from app.documents.refusals import WRITE_FAILED
from app.errors import PartproofError
from app.texts import Language

KOREAN = Language("ko")


def test_a_refusal_of_the_system_is_said_in_the_language() -> None:
    error = WRITE_FAILED(name="a.pdf", reason=cause_of(OSError(errno.EACCES, "Permission denied")))
    assert "권한이 없습니다" in KOREAN.explain(error)
    assert "Permission denied" not in KOREAN.explain(error)
    assert str(error.values["reason"]) == "this user has no right to it"
    assert cause_of(OSError(errno.ELOOP, "Too many levels")) == "Too many levels"
    assert str(cause_of(OSError())) == "OSError"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EROFS, errno.ENOSPC, errno.EIO, errno.EISDIR])
def test_every_known_cause_has_korean_words(number: int) -> None:
    cause = cause_of(OSError(number, "x"))
    assert isinstance(cause, Cause)
    assert cause.worded(KOREAN) != str(cause)


def test_a_document_that_cannot_be_written_is_called_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"a file where a folder is wanted")
    wanted = tmp_path / "taken" / "report.pdf"
    with pytest.raises(PartproofError) as refused:
        publish([(wanted, b"%PDF-1.7")], lambda: None)
    assert refused.value.values["name"] == "report.pdf"
    assert (tmp_path / "taken").read_bytes() == b"a file where a folder is wanted"
