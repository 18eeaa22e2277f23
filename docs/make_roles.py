"""Writes docs/roles.md out of the program's own rights; a test holds the two together.

`python docs/make_roles.py` after a right, a role or a page has changed.
"""

from collections.abc import Iterable
from pathlib import Path

from earshot.rules.access import CONFIDENTIAL, LACKING, NOBODYS, RIGHTS, Right
from earshot.rules.company import Role
from ui.addresses import ENTRIES, SETTING_UP
from ui.settings_people import ROLES

ROLES_PAGE = Path(__file__).resolve().parent / "roles.md"
INTRODUCTION = """# Who sees and does what

Made by `python docs/make_roles.py` from the program itself. One person may have several roles, and
may then do what each of them allows. Whoever has left may do nothing.

*signed in*: only to somebody who has signed in; a name that is chosen on the machine itself opens
none of it. *nobody*: who has not said who they are yet, on the machine itself.

While nobody at work is in the senior team, "change who works here", "state what the collecting is for" and
"change these settings" are also a moderator's whom sign-in does not know, or whoever's is alone at work (who
signs in: a moderator alone); before anybody is set up, anybody's on the machine itself. Where that is nobody:
`earshot people add NAME --role smt`. How long things are kept is never theirs.

| role | |
|---|---|
"""
RESTRICTED = """## Restricted items

The words of a restricted item are on no page but Safeguarding, and in no list, search, chart, figure,
file, command or log for anybody; everybody else sees how many there are. They are shown, signed in, to:

| stage | to whom |
|---|---|
| suspected | the moderator on duty (each moderator, while none is), the safeguarding lead and the deputies |
| handed over, filed | the safeguarding lead and the deputies |
| an allegation against staff | the safeguarding lead and the case manager whom they name; of the moderators, the one on duty until it is handed over |
| the safeguarding lead is named in an allegation | the deputies in their place |
| a senior manager is named in it | the chair or proprietor as well |
| reduced to its reference | nobody: the words are deleted |

Whoever is named in an item is locked out of it, whatever their roles. Whoever sees it adds names, but
for the case manager; to lock out the safeguarding lead, or who else deals with it, takes another who
decides about it, or the command line. Names are taken off by one who decides, and was never named in it.

## Who gives which role

Nobody gives themselves a role, unless they are alone at work. The senior team gives the others, but
safeguarding lead, deputy and chair: these the safeguarding lead gives and takes, and says what sign-in
calls whoever has them; as long as there is no lead, the senior team names the first. Whoever looks
after the machine can do all of it with `earshot people`, and groups at the provider can, where roles come by claim.
"""


def roles_page() -> str:
    """The whole page."""
    names = "".join(f"| {role.value} | {words} |\n" for role, words in ROLES.items())
    return "\n".join([INTRODUCTION + names, _pages(), _rights(), RESTRICTED])


def _pages() -> str:
    rows = [
        (
            entry.title,
            *(_opens(entry.rights, RIGHTS[role]) for role in Role),
            _to_nobody(entry.rights),
        )
        for entry in (*ENTRIES, SETTING_UP)
    ]
    return "## Pages\n\n" + _table(("page", *_columns()), rows)


def _rights() -> str:
    rows = [
        (LACKING[right], *(_opens((right,), RIGHTS[role]) for role in Role), _to_nobody((right,)))
        for right in Right
    ]
    return "## Actions\n\n" + _table(("to", *_columns()), rows)


def _columns() -> list[str]:
    return [*(role.value for role in Role), "nobody"]


def _opens(asked: Iterable[Right], allowed: frozenset[Right]) -> str:
    """Whether one of these is allowed, and whether a chosen name is enough for it."""
    theirs = [right for right in asked if right in allowed]
    if not theirs:
        return ""
    return "signed in" if all(right in CONFIDENTIAL for right in theirs) else "yes"


def _to_nobody(asked: Iterable[Right]) -> str:
    return "yes" if any(right in NOBODYS for right in asked) else ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


if __name__ == "__main__":
    ROLES_PAGE.write_text(roles_page(), encoding="utf-8")
