"""The page HOW_TO_CHECK.txt of a pack: how anybody checks it, in Korean and English, for people without Partproof."""

from __future__ import annotations

from typing import Final

from app.documents.document import IssueRecord
from app.texts import Language, mark

NAME: Final = "HOW_TO_CHECK.txt"
_LINES: Final = (
    mark("HOW TO CHECK THIS PACK"),
    "",
    mark("Pack {pack} of {factory}, issued {time} for {recipient}."),
    "",
    mark("1. Do not unpack and repack the file: any change to it counts as a change."),
    mark("2. You need Python 3.8 or newer and nothing else, no network and no Partproof."),
    mark("   Copy check_pack.py out of the pack and look into it if you like: it is one readable file."),
    mark("   Windows:  py check_pack.py PACK.zip"),
    mark("   Linux:    python3 check_pack.py PACK.zip"),
    mark("   In an unpacked folder run it without a name; it then checks the folder it lies in."),
    mark(
        "3. It compares every file with manifest.json, finds missing and added files, and prints OK or what is wrong."
    ),
    mark(
        "4. It prints the SHA-256 of manifest.json. Ask us for that number another way (phone, mail) and compare."
    ),
    mark("   Who changed a file and the manifest alike cannot change what we tell you."),
    "",
    mark("THE AUDIT LOG"),
    "",
    mark("At the moment of issue our audit log ended with entry {seq}:"),
    "   {hash}",
    mark("Each entry carries the hash of the one before it. At any audit we can show with"),
    mark("   python -m app verify --factory FOLDER --head {seq}:{hash}"),
    mark("that the log still contains exactly this entry and everything before it."),
    "",
    mark("WHAT LIES WHERE"),
    "",
    mark("evidence_pack_…pdf  everything to read and print: cover, contents, a chapter for each requirement"),
    mark("documents/  the same documents one by one, as Excel workbook and as PDF, from one source"),
    mark("files/      originals as they were received: drawings, certificates, attached evidence"),
    mark(
        "audit_log.jsonl  our audit log about what is in here: who, when, what; each line carries its own hash"
    ),
    mark("manifest.json  every file with its size and SHA-256; manifest.sha256 is the hash of that list"),
)


def how_to_check(issue: IssueRecord, factory_name: str) -> bytes:
    """Return the page in both languages, Korean first, readable in every editor (UTF-8 with mark, CR LF)."""
    pages = [_page(Language(code), issue, factory_name) for code in ("ko", "en")]
    text = ("\n" + "=" * 78 + "\n\n").join(pages)
    return ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8")


def _page(language: Language, issue: IssueRecord, factory_name: str) -> str:
    values = {
        "pack": issue.uuid,
        "factory": factory_name,
        "time": issue.time_text,
        "recipient": issue.recipient or "—",
        "seq": str(issue.head_seq),
        "hash": issue.head_hash,
    }
    return "\n".join(language.say(line, **values) for line in _LINES) + "\n"
