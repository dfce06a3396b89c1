"""``verify FILE.zip --factory DIR``: the pack's bytes and the records of who is said to have issued it."""

from __future__ import annotations

import json

import pytest

from app.__main__ import main
from tests.documents_built.conftest import Built
from tests.packs_built.conftest import Sent


def test_a_pack_is_compared_with_the_factory_that_issued_it(
    sent: Sent, unchanged: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    built, out = sent.built, sent.pack.path

    def said(*words: object) -> tuple[int, str]:
        code = main([str(word) for word in words])
        return code, capsys.readouterr().out

    code, text = said("verify", out, "--factory", built.factory.place.folder, "--lang", "ko")
    assert code == 0
    assert "이 공장이 발행한 것으로 기록되어 있습니다." in text
    code, text = said("verify", out, "--factory", unchanged.factory.place.folder, "--json")
    assert code == 1
    told = json.loads(text)
    assert told["ok"] is False
    assert told["issued_here"] is False
    assert told["factory_problems"]
    code, text = said("verify", out, "--json")
    assert code == 0
    assert json.loads(text)["issued_here"] is None
