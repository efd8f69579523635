"""A person's calendar on a real Radicale, as the board publishes into it and others change it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import httpx
from radicale_server import PASSWORD, USER

from okrboard.calendar.caldav import Client
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import SyncStep, paired, plan_publication, remote_resources
from okrboard.domain.records import Publication

__all__ = ["PASSWORD", "USER", "credentials", "edit", "look", "stored", "uid_of"]

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def credentials(home: Path, url: str, password: str, mode: int = 0o600) -> Path:
    path = home / ".config" / "okrboard" / "credentials.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[[credential]]\nurl = "{url}"\nuser = "{USER}"\npassword = "{password}"\n')
    path.chmod(mode)
    return path


def stored(team: str) -> dict[str, str]:
    """Return what the calendar holds, by the name of the resource."""
    told = httpx.request("PROPFIND", team, auth=(USER, PASSWORD), headers={"Depth": "1"},
                         trust_env=False, verify=False).text  # fmt: skip
    names = [part.partition("<")[0] for part in told.split("<href>")[1:]]
    return {
        name.rpartition("/")[2]: httpx.get(
            team + name.rpartition("/")[2], auth=(USER, PASSWORD), trust_env=False, verify=False
        ).text
        for name in names
        if name.endswith(".ics")
    }


def edit(team: str, uid: str, old: str, new: str) -> None:
    """Somebody changes a meeting in their own client."""
    text = stored(team)[f"{uid}.ics"].replace("\r\n ", "")
    assert old in text
    answer = httpx.put(f"{team}{uid}.ics", content=text.replace(old, new), auth=(USER, PASSWORD),
                       trust_env=False, verify=False)  # fmt: skip
    assert answer.status_code in (201, 204)


def uid_of(okr: Okr, ref: str = "S1") -> str:
    found = next(one for one in okr("calendar", "series", "--json").json if one["ref"] == ref)
    return str(found["uid"])


def look(
    client: Client,
    calendar: str,
    plans: Sequence[Plan],
    retired: Collection[str] = (),
    known: Mapping[str, Publication] | None = None,
) -> list[SyncStep]:
    """Return what publishing would do, and change nothing (`--dry-run`).

    `retired` are UIDs of series that the board no longer has: their resources go.
    """
    remote = remote_resources(client, calendar, plans, retired)
    return plan_publication(paired(plans, remote, known, retired))
