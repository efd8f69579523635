"""Members, teams, cycles, settings: changed above any screen, which is there again afterwards."""

from __future__ import annotations

from support.screens import seated


async def test_members_teams_cycles_and_settings_change_from_anywhere() -> None:
    async with seated() as seat:
        await seat.type(",")
        assert "What shall change of" in seat.text
        await seat.type("m")
        assert "ana" in seat.text
        await seat.type("b")
        assert "Member ben" in seat.text
        await seat.type("<enter>Ben Okafor")
        await seat.save()
        assert seat.board.members[2].name == "Ben Okafor"
        assert seat.screen.KEYS == "objective"
        await seat.type(",s")
        await seat.type("<ctrl+u>Northwind")
        await seat.save()
        assert seat.board.settings.name == "Northwind"


async def test_a_new_one_is_made_from_the_list() -> None:
    async with seated() as seat:
        await seat.type(",tnSales")
        await seat.save()
        assert [team.name for team in seat.board.teams.values()] == ["IT", "Sales"]
        assert seat.screen.KEYS == "objective"


async def test_several_members_are_typed_in_a_row_and_enter_ends() -> None:
    async with seated() as seat:
        await seat.type(",mn")
        await seat.save("cleo<ctrl+s>")
        assert "cleo joins" in seat.text
        await seat.save("dara<enter>Dara Ode<ctrl+s>")
        assert "enter done" in seat.text
        await seat.type("<enter>")
        assert seat.screen.KEYS == "objective"
        assert [member.handle for member in seat.board.members.values()][-2:] == ["cleo", "dara"]
        assert seat.board.members[4].name == "Dara Ode"


async def test_leaving_goes_back_to_where_one_was() -> None:
    async with seated() as seat:
        before = seat.rows
        for script in (",<escape>", ",c<escape>", ",ca<escape>"):
            await seat.type(script)
            assert seat.screen.KEYS == "objective"
            assert seat.rows == before
